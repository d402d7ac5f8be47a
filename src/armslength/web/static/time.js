// Time: each chart is a view of the report's own definition, so that a span, a front or a drag acts at once, in the browser.
(() => {
  const DAY = 86400000, LEAST = 7, CLICK = 6; // ms; days on an axis; px that tell a drag from a click
  const LANE = 15, LANES = 3, APART = 12; // px: events stand in rows above the plot, apart where they would overlap
  const EDGES = { left: 66, right: 12, top: 8, bottom: 26 }, OVER = 10, PAPER = 720; // px
  const COUNTS = ["counts", "shared counts", "second counts", "ahead"];
  const time = (day) => Date.parse(day), text = (ms) => new Date(ms).toISOString().slice(0, 10);
  const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const page = () => document.getElementById("charts"), form = () => document.getElementById("choose");
  const field = (name) => form().querySelector(`[name=${name}]`);
  const boxes = () => [...form().querySelectorAll("[name=front]")];
  let charts = [], drag = null, reading = null, refused = false;

  const shown = () => ({ since: time(page().dataset.since), until: time(page().dataset.until) });

  // Events of a time, each in the lowest row that is free where it stands.
  const in_lanes = (events, since, until, width) => {
    const ends = [];
    return events.map((event) => ({ ...event, on: time(event.start) })).filter(({ on }) => on >= since && on <= until).sort((a, b) => a.on - b.on).map((event) => {
      const x = ((event.on - since) / (until - since)) * width, free = ends.findIndex((end) => x - end >= APART);
      const row = free < 0 ? Math.min(ends.length, LANES - 1) : free;
      ends[row] = x;
      return { ...event, row };
    });
  };
  // A chart in the place of the server's picture of it, in the same colours and with the same label.
  const make = (section, spec) => {
    const box = section.querySelector(".drawn");
    const rows = (name) => JSON.parse(spec.data.find((one) => one.name === name)?.values ?? "[]");
    const events = rows("events"), { since, until } = document.querySelector("#choose option[value=all]").dataset;
    const lanes = 1 + Math.max(...in_lanes(events, time(since), time(until), box.clientWidth || innerWidth).map((event) => event.row));
    const top = events.length ? OVER + LANE * lanes : EDGES.top; // the whole time needs most
    for (const mark of spec.marks) Object.assign(mark, mark.type === "symbol" ? { description: "reported events" } : { aria: false });
    const parsed = vega.parse({ ...spec, autosize: "none", padding: { ...EDGES, top } }, null, { ast: true });
    const view = new vega.View(parsed, { expr: vega.expressionInterpreter, renderer: "svg", hover: false });
    view.signal("lane", LANE).run();
    box.replaceChildren();
    view.initialize(box);
    box.removeAttribute("aria-roledescription");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", box.dataset.label);
    return { section, box, view, events, rows: COUNTS.flatMap(rows) };
  };
  const draw = ({ section, box, view, events }, across = box.clientWidth) => {
    if (section.hidden || !across) return;
    const { since, until } = shown(), width = across - EDGES.left - EDGES.right;
    view.width(width).signal("since", since).signal("until", until);
    if (events.length) view.data("events", in_lanes(events, since, until, width));
    view.run();
  };
  const start = async () => {
    if (!page() || page().dataset.live) return;
    page().dataset.live = "asked";
    const answer = await fetch(page().dataset.charts).catch(() => null);
    if (answer?.status !== 200) return; // the server's pictures stay
    const specs = await answer.json();
    charts = [...page().querySelectorAll("[data-of]")].map((section) => make(section, specs[section.dataset.of]));
    draw_all();
    page().dataset.live = "drawn";
    let across = page().clientWidth;
    new ResizeObserver(() => { if (page().clientWidth !== across) { across = page().clientWidth; draw_all(); } }).observe(page());
  };

  const draw_all = (across) => charts.forEach((chart) => draw(chart, across));
  addEventListener("beforeprint", () => draw_all(PAPER));
  addEventListener("afterprint", () => draw_all());

  // What the fields ask for; nothing where the server has to say what is wrong with it.
  const asked = (does) => {
    const now = page().dataset, [span, since, until] = ["span", "since", "until"].map((name) => field(name).value);
    const named = (name) => form().querySelector(`option[value=${name}]`).dataset;
    const fronts = boxes().filter((box) => box.checked).map((box) => box.value);
    if (does === "all") return { ...named("all"), fronts };
    if (span !== "chosen" && span !== now.span) return { ...named(span), fronts };
    if (since === now.since && until === now.until) return { since, until, fronts };
    const whole = named("all"), first = since < whole.since ? whole.since : since, last = until > whole.until ? whole.until : until;
    const is_time = since && until && since <= until && time(last) - time(first) >= LEAST * DAY;
    return is_time ? { since: first, until: last, fronts } : null;
  };
  const show = ({ since, until, fronts }) => {
    const all = fronts.length === boxes().length, is_shown = (ids) => ids.every((id) => fronts.includes(id));
    const span = [...field("span").options].find((one) => one.dataset.since === since && one.dataset.until === until)?.value ?? "chosen";
    Object.assign(page().dataset, { span, since, until });
    for (const section of page().querySelectorAll("[data-of]")) section.hidden = !is_shown(section.dataset.of.split("+"));
    draw_all();
    document.getElementById("no-front").hidden = fronts.length > 0;
    document.getElementById("shown").textContent = `${words.format(time(since))} to ${words.format(time(until))}`;
    document.getElementById("refusal").textContent = "";
    list(since, until, all ? null : fronts);
    keep(span, since, until, all ? null : fronts);
    agree();
  };
  const list = (since, until, fronts) => {
    let count = 0;
    for (const record of document.querySelectorAll(".record")) {
      const { start, end, fronts: on } = record.dataset;
      record.hidden = end < since || start > until || (fronts !== null && !on.split(" ").some((id) => fronts.includes(id)));
      count += !record.hidden;
    }
    const none = fronts?.length === 0 ? "No front is chosen." : "Nothing was reported in this time.";
    document.getElementById("count").textContent = count ? `${count.toLocaleString("en")} records, newest first. Open one for its source, and for when it was published.` : none;
  };
  // The address that reproduces what is shown: the one to which the form leads.
  const keep = (span, since, until, fronts) => {
    const at = field("at"), before = new URL(at.value, location.href).searchParams, query = new URLSearchParams({ case: before.get("case") });
    if (span === "chosen") { query.set("since", since); query.set("until", until); } else if (span !== "all") query.set("span", span);
    if (fronts) query.set("front", fronts.join(",") || "none");
    const address = () => `/time?${String(query).replace(/%(2F|2C|3A)/g, decodeURIComponent)}`;
    if (before.has("future")) query.set("future", before.get("future"));
    for (const link of document.querySelectorAll("[data-leave]")) link.href = address();
    if (before.has("tour")) query.set("tour", before.get("tour"));
    at.value = address();
    history.replaceState(history.state, "", at.value);
  };
  // The fields say what is shown, but for one in which somebody types.
  const agree = () => {
    for (const name of ["span", "since", "until"]) if (document.activeElement !== field(name)) field(name).value = page().dataset[name];
  };
  addEventListener("submit", (event) => {
    const does = event.submitter?.value ?? "show";
    if (event.target.id !== "choose" || !page() || !["show", "all"].includes(does)) return;
    const chosen = asked(does);
    refused = !chosen;
    if (refused) return;
    event.stopPropagation(); // before these views are there, the browser asks for the whole page
    if (page().dataset.live !== "drawn") return;
    event.preventDefault();
    show(chosen);
  }, true);
  addEventListener("focusout", (event) => { if (event.target.form?.id === "choose" && page()?.dataset.live === "drawn" && !refused) agree(); });

  // A stretch of time chosen by dragging across a chart, and what stands at a day read by pointing at it.
  const day_at = ({ box, view }, x) => {
    const { since, until } = shown();
    const share = (x - box.getBoundingClientRect().left - EDGES.left) / view.width();
    return Math.round((since + Math.min(Math.max(share, 0), 1) * (until - since)) / DAY) * DAY;
  };
  const left_of = ({ view }, day) => {
    const { since, until } = shown();
    return EDGES.left + ((day - since) / (until - since)) * view.width();
  };
  const add = (box, name) => {
    const shown = box.appendChild(Object.assign(document.createElement("div"), { className: name, ariaHidden: "true" }));
    shown.append(document.createElement("span"));
    return shown;
  };
  const stop = () => { drag?.shown?.remove(); drag = null; };
  const leave = () => { reading?.remove(); reading = null; };
  const chart_of = (target) => (target.closest?.(".mark-symbol") ? null : charts.find(({ box }) => box.contains(target)));
  addEventListener("pointerdown", (event) => {
    const chart = event.button === 0 && event.isPrimary && chart_of(event.target);
    if (chart) drag = { chart, from: event.clientX };
  });
  addEventListener("pointermove", (event) => {
    leave();
    if (!drag) {
      const chart = event.pointerType !== "touch" && chart_of(event.target);
      if (chart) read(chart, event.clientX);
      return;
    }
    const { chart, from } = drag;
    if (!drag.shown && Math.abs(event.clientX - from) < CLICK) return;
    if (!drag.shown) {
      drag.shown = add(chart.box, "brushed");
      chart.box.setPointerCapture(event.pointerId);
    }
    drag.days = [from, event.clientX].map((x) => day_at(chart, x)).sort((a, b) => a - b);
    const [left, right] = drag.days.map((day) => left_of(chart, day));
    drag.shown.firstChild.textContent = drag.days.map(text).join(" to ");
    Object.assign(drag.shown.style, { left: `${left}px`, width: `${right - left}px` });
  });
  const read = (chart, x) => {
    const day = day_at(chart, x), said = new Set(chart.rows.filter((row) => time(row.start) <= day && day < time(row.end)).map((row) => row.said));
    if (!said.size) return;
    reading = add(chart.box, "reading");
    reading.firstChild.textContent = [...said].join("\n");
    reading.style.left = `${left_of(chart, day)}px`;
    reading.classList.toggle("left", x > innerWidth / 2);
  };
  addEventListener("pointerup", () => {
    if (drag?.days) {
      [field("since").value, field("until").value] = drag.days.map(text);
      form().querySelector("[value=show]").click();
    }
    stop();
  });
  addEventListener("pointercancel", stop);
  addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });
  document.documentElement.addEventListener("pointerleave", leave);
  addEventListener("DOMContentLoaded", start);
  addEventListener("htmx:afterSettle", start);
})();
