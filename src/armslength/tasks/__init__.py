"""Long computations as lists of pure tasks: what is computed of which case, with which seed, and which piece of it.

A command says what its tasks are (`Work`) and joins their results in a fixed order; it does not know where they run:

    with running(InProcess()):                  # one after the other, as without it
    with running(Shard(3, 40, folder, words)):  # every fortieth, for a part that `armslength merge` joins with the others
    with running(Parts(folder)):                # none: results are read from the parts
    with running(Cluster("tcp://...")):         # on the workers of a Dask cluster

The same work gives the same bytes everywhere: a task depends on nothing but its work and its number, and how the work
is cut into tasks depends on the work alone.
"""

from armslength.tasks.engine import Engine, InProcess, results, running
from armslength.tasks.kept import default_folder
from armslength.tasks.parts import Parts
from armslength.tasks.shard import PartWritten, Shard, Share
from armslength.tasks.work import Arrays, Here, Work

__all__ = [
    "Arrays",
    "Engine",
    "Here",
    "InProcess",
    "PartWritten",
    "Parts",
    "Shard",
    "Share",
    "Work",
    "default_folder",
    "results",
    "running",
]
