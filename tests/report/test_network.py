"""The network's picture: well formed, named, plain about what it does not know, no needless crossings."""

from xml.etree import ElementTree as ET

import pytest

from armslength.report.network import linked, network_picture
from armslength.report.network_layout import place
from armslength.results.actors import Actors, Adversary, Client, Front
from armslength.results.forecast import ForecastResult
from tests.report.invented import CLIENTS, invented, invented_data


def named(name: str) -> ForecastResult:
    """The forecast whose first client has this name."""
    data = invented_data()
    data["actors"]["clients"][0]["name"] = name
    return ForecastResult.model_validate(data)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_picture_is_well_formed_and_named(narrow: bool) -> None:
    picture = ET.fromstring(network_picture(invented(), narrow))
    assert picture.get("role") == "img"
    assert "Northern Party: control 0.74 (0.48–1.00)" in str(picture.get("aria-label"))


def test_every_edge_and_node_can_be_found_by_its_id() -> None:
    named = {
        (group.get("class"), group.get("data-id"))
        for group in ET.fromstring(network_picture(invented())).iter()
        if group.get("data-id")
    }
    assert {("client", c) for c in CLIENTS} | {("tie", c) for c in CLIENTS} < named
    assert ("front", "coast/shipping") in named


def test_hostile_names_stay_text() -> None:
    picture = network_picture(named("<script>alert(1)</script> & \"'"))
    assert "<script" not in picture
    assert "<script>alert(1)</script> & \"', Lebanon" in [text.text for text in ET.fromstring(picture).iter()]


def test_clients_stand_so_that_fronts_do_not_cross() -> None:
    fronts = ("az", "bx", "cy", "cx")
    actors = Actors(
        clients=tuple(Client(id=c, name=c, short=c, theatre="", host=None) for c in "abc"),
        adversaries=tuple(Adversary(id=a, name=a, short=a) for a in "xyz"),
        fronts=tuple(Front(id=f, name=f, short=f, client=f[0], adversary=f[1], theatre="") for f in fronts),
    )
    places = [
        (actors.client_order.index(f.client), actors.adversary_order.index(f.adversary))
        for f in actors.fronts
    ]
    assert not any((c - d) * (a - b) < 0 for c, a in places for d, b in places)


@pytest.mark.parametrize("narrow", [False, True])
def test_on_a_page_every_part_leads_to_its_evidence(narrow: bool) -> None:
    result = named('A "quoted" <name>')
    drawn = linked(network_picture(result, narrow), lambda kind, id_: f"/x?{kind}&{id_}")
    picture = ET.fromstring(drawn)
    links = [node for node in picture.iter() if node.tag.endswith("}a")]
    whole = [node for node in ET.fromstring(network_picture(result, narrow)).iter() if node.get("data-id")]
    assert len(links) == len(whole)
    assert picture.get("role") == "group"  # what leads somewhere is not hidden inside an image
    assert links[0].get("href") == f"/x?tie&{links[0].get('data-id')}"
    assert all((link.get("aria-label") or "").startswith("Evidence of ") for link in links)
    assert any('A "quoted" <name>' in (link.get("aria-label") or "") for link in links)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_word_is_large_enough_to_read(narrow: bool) -> None:
    picture = ET.fromstring(network_picture(invented(), narrow))
    assert min(float(t.get("font-size", 0)) for t in picture.iter() if t.tag.endswith("text")) >= 12


def test_the_area_of_a_client_is_as_what_it_does() -> None:
    radius = place(invented()).radius
    assert (radius["river-a"] / radius["north"]) ** 2 == pytest.approx(0.35 / 5.2, rel=0.1)
    assert radius["river-a"] < radius["river-b"]
