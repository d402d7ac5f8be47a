// Text with line numbers; what is wrong with a line stands beside it. What is not saved yet is kept in this browser.
(() => {
  const form = document.getElementById("edit"), areas = [...form.querySelectorAll("textarea")];
  const drafts = {
    key: (area) => `draft:${form.dataset.caseOf}:${file(area)}`,
    read(area) { try { return localStorage.getItem(this.key(area)); } catch { return null; } },
    keep(area) { try { if (unsaved(area)) localStorage.setItem(this.key(area), area.value); else localStorage.removeItem(this.key(area)); } catch { /* kept for this page alone */ } },
  };
  const editor = (area) => area.closest(".editor");
  const file = (area) => editor(area).dataset.file;
  const unsaved = (area) => !area.readOnly && area.value !== area.defaultValue;
  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  let leaves = false; // by a button of the form: what is unsaved goes along

  // The numbers of the lines, and what is wrong with them.
  const draw = (area) => {
    const rows = area.value.split("\n"), wrong = new Map();
    for (const { file: where, line, says } of JSON.parse(document.getElementById("faults").dataset.marks)) {
      if (where !== null && where !== file(area)) continue;
      const at = Math.min(Math.max(line || 1, 1), rows.length);
      wrong.set(at, wrong.has(at) ? `${wrong.get(at)} · ${says}` : says);
    }
    const [numbers, notes] = editor(area).querySelectorAll(".numbers > div, .notes > div");
    editor(area).style.setProperty("--digits", String(rows.length).length);
    numbers.replaceChildren(...rows.map((_, i) => make("div", wrong.has(i + 1) ? "wrong" : "", i + 1)));
    notes.replaceChildren(...[...wrong].map(([line, says]) => {
      const note = make("span", "said", says);
      Object.assign(note.style, { top: `${(line - 1) * 1.5}em`, left: `${[...rows[line - 1]].length + 2}ch` });
      return note;
    }));
    area.setAttribute("aria-invalid", wrong.size > 0);
    scroll(area);
  };
  const scroll = (area) => {
    const [numbers, notes] = editor(area).querySelectorAll(".numbers > div, .notes > div");
    numbers.style.transform = `translateY(${-area.scrollTop}px)`;
    notes.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
  };
  const open = (name) => {
    for (const area of areas) editor(area).classList.toggle("open", file(area) === name);
    form.querySelector("[data-opens]").value = name;
    history.replaceState(history.state, "", `?case=${encodeURIComponent(form.dataset.caseOf)}&file=${encodeURIComponent(name)}`);
    draw(areas.find((area) => file(area) === name));
  };

  for (const area of areas) {
    area.addEventListener("scroll", () => scroll(area));
    area.addEventListener("input", () => { drafts.keep(area); draw(area); });
    const kept = area.readOnly ? null : drafts.read(area);
    if (kept === null || kept === area.value) continue;
    area.value = kept;
    document.getElementById("message").textContent = `What you wrote in ${file(area)} and did not save is here again, from this browser. Save keeps it.`;
    addEventListener("load", () => area.dispatchEvent(new Event("input", { bubbles: true })));
  }
  areas.filter((area) => editor(area).classList.contains("open")).forEach(draw);
  form.querySelector("[data-opens]").addEventListener("change", (event) => open(event.target.value));
  addEventListener("click", (event) => {
    const link = event.target.closest?.(".faults [data-line]");
    if (!link) return;
    event.preventDefault();
    const area = areas.find((one) => file(one) === link.dataset.file) || areas.find((one) => editor(one).classList.contains("open"));
    if (!editor(area).classList.contains("open")) open(file(area));
    const line = Number(link.dataset.line), rows = area.value.split("\n"), before = rows.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(before, before + (rows[line - 1] || "").length);
    area.scrollTop = Math.max(0, (line - 6) * 1.5 * parseFloat(getComputedStyle(area).fontSize));
  });

  // Only what differs from the saved text is sent.
  addEventListener("htmx:configRequest", (event) => {
    const keeps = event.detail.path.endsWith("/save");
    for (const area of areas) { if (keeps) area.sent = area.value; if (!unsaved(area)) event.detail.formData.delete(area.name); }
  });
  addEventListener("htmx:afterSettle", () => areas.filter((area) => editor(area).classList.contains("open")).forEach(draw));
  addEventListener("saved", () => { for (const area of areas) { area.defaultValue = area.sent; drafts.keep(area); } });
  // A form changes the saved text: what is written and not saved must be decided first.
  addEventListener("submit", (event) => {
    const open = "changes" in event.target.dataset ? areas.filter(unsaved) : [];
    if (!open.length) return;
    event.preventDefault();
    const warning = document.querySelector("[data-unsaved]");
    warning.querySelector("span").textContent = open.map(file).join(" and ");
    warning.hidden = false;
    warning.querySelector("button").focus();
  });
  addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-drops]")) return;
    for (const area of areas) { area.value = area.defaultValue; drafts.keep(area); area.dispatchEvent(new Event("input", { bubbles: true })); }
    document.querySelector("[data-unsaved]").hidden = true;
  });
  addEventListener("submit", (event) => {
    leaves = event.target === form || "forgets" in event.target.dataset;
    for (const area of "forgets" in event.target.dataset ? areas : []) { area.value = area.defaultValue; drafts.keep(area); }
  });
  addEventListener("htmx:afterRequest", (event) => { if (!event.detail.xhr.getResponseHeader("HX-Redirect")) leaves = false; });
  addEventListener("beforeunload", (event) => { if (!leaves && areas.some(unsaved)) event.preventDefault(); });
})();
