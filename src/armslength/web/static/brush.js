// A stretch of time chosen by dragging across a chart; the date fields above it do the same by keyboard.
(() => {
  const DAY = 86400000, LEAST = 6; // ms; px that tell a drag from a click
  const time = (text) => Date.parse(`${text}T00:00Z`);
  const text = (ms) => new Date(ms).toISOString().slice(0, 10);
  const field = (name) => document.querySelector(`#choose [name=${name}]`);
  let drag = null;

  // The line of a chart that is as wide as its plot.
  const axis_of = (chart, otherwise = { width: 0 }) => [...chart.querySelectorAll("line")].map((line) => line.getBoundingClientRect())
    .reduce((a, b) => (b.width > a.width ? b : a), otherwise);
  const stop = () => { drag?.shown?.remove(); drag = null; };

  addEventListener("pointerdown", (event) => {
    const chart = event.target.closest?.(".brush svg.chart");
    if (event.button !== 0 || !event.isPrimary || !chart || event.target.closest("a") || !chart.closest(".front")) return;
    const axis = axis_of(chart);
    if (axis.width && event.clientX >= axis.left - LEAST && event.clientX <= axis.right + LEAST) drag = { axis, chart, page: chart.closest(".brush"), from: event.clientX };
  });
  addEventListener("pointermove", (event) => {
    if (!drag || (!drag.shown && Math.abs(event.clientX - drag.from) < LEAST)) return;
    const { axis, chart, page, from } = drag, start = time(page.dataset.since), days = (time(page.dataset.until) - start) / DAY;
    if (!drag.shown) {
      drag.shown = page.appendChild(Object.assign(document.createElement("div"), { className: "brushed", ariaHidden: "true" }));
      drag.shown.appendChild(document.createElement("span"));
      page.setPointerCapture(event.pointerId);
    }
    const share = (x) => Math.min(Math.max((x - axis.left) / axis.width, 0), 1);
    const [low, high] = [share(from), share(event.clientX)].sort((a, b) => a - b);
    const around = page.getBoundingClientRect(), drawn = chart.getBoundingClientRect();
    drag.part = [low, high];
    drag.days = [low, high].map((part) => text(start + Math.round(part * days) * DAY));
    drag.shown.firstChild.textContent = drag.days.join(" to ");
    Object.assign(drag.shown.style, { left: `${axis.left - around.left + low * axis.width}px`, width: `${(high - low) * axis.width}px`, top: `${drawn.top - around.top}px`, height: `${drawn.height}px` });
  });
  addEventListener("pointerup", () => {
    if (drag?.shown) {
      zoom(drag.page, ...drag.part);
      [field("since").value, field("until").value] = drag.days;
      document.querySelector("#choose [value=show]").click();
    }
    stop();
  });
  addEventListener("pointercancel", stop);
  addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });

  // The part that was chosen, at once, as wide as the whole was; the server then draws it with ticks of its own.
  const zoom = (page, low, high) => {
    if (high - low < 0.01) return;
    for (const chart of page.querySelectorAll(".front svg.chart")) {
      const drawn = chart.getBoundingClientRect(), box = chart.viewBox.baseVal;
      if (!drawn.width) continue;
      const axis = axis_of(chart, { width: 0, left: drawn.left });
      const unit = box.width / drawn.width, left = box.x + (axis.left - drawn.left + low * axis.width) * unit;
      const wide = (high - low) * axis.width * unit, squeeze = wide / box.width;
      chart.style.height = `${drawn.height}px`;
      chart.style.overflow = "hidden";
      chart.setAttribute("preserveAspectRatio", "none");
      chart.setAttribute("viewBox", `${left} ${box.y} ${wide} ${box.height}`);
      for (const mark of chart.querySelectorAll("text[transform], a path[transform]")) mark.setAttribute("transform", `${mark.getAttribute("transform")} scale(${squeeze},1)`);
    }
  };

  // The fields say what is shown before the next choice is sent, but for one in which somebody typed since this was asked for.
  let place = document.getElementById("place");
  addEventListener("htmx:afterSwap", ({ detail: { requestConfig } }) => {
    const now = document.getElementById("place");
    if (!now || now === place) return;
    place = now;
    for (const name of ["span", "since", "until"]) if (document.activeElement !== field(name) && field(name).value === requestConfig.parameters[name]) field(name).value = now.dataset[name];
  });
})();
