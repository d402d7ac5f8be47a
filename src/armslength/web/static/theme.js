// Light, dark or the system's wish: kept in this browser alone, set before anything is drawn.
(() => {
  const root = document.documentElement;
  const order = ["system", "light", "dark"];
  const read = () => { try { return localStorage.getItem("theme") || "system"; } catch { return "system"; } };
  const apply = (theme) => {
    if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
    const button = document.querySelector("[data-theme-button]");
    if (button) button.textContent = { system: "Auto", light: "Light", dark: "Dark" }[theme];
    if (button) button.setAttribute("aria-label", `Colours: ${theme === "system" ? "as the system has them" : theme}; change`);
  };
  root.classList.add("scripted");
  apply(read());
  addEventListener("DOMContentLoaded", () => apply(read()));
  addEventListener("click", (event) => {
    const target = event.target.closest ? event.target : event.target.parentElement;
    if (target?.closest("[data-theme-button]")) {
      const next = order[(order.indexOf(read()) + 1) % order.length];
      try { localStorage.setItem("theme", next); } catch { /* kept for this page alone */ }
      apply(next);
    }
    if (target?.closest("[data-print]")) print();
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  addEventListener("change", (event) => {
    const field = event.target, named = field.dataset?.submits;
    if (named === undefined) return;
    if (named) field.form.querySelector(`[name=do][value="${named}"]`).click(); else field.form.submit();
  });
  // The code beneath each action is for those who want it.
  addEventListener("change", (event) => {
    if (event.target.matches?.("[data-codes]")) root.classList.toggle("codes", event.target.checked);
  });
  // Words typed into a search field leave only the rows that hold them.
  const filter = (field) => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...document.querySelectorAll(field.dataset.filter)];
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    const said = document.getElementById(field.getAttribute("aria-describedby"));
    if (said) said.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
  };
  addEventListener("input", (event) => { if (event.target.matches?.("[data-filter]")) filter(event.target); });
  // Paper says where and when it was printed, and what it does not claim.
  addEventListener("beforeprint", () => {
    const said = `${location.href}, printed ${new Date().toISOString().slice(0, 10)}. A forecast by a model that can be checked, not one that is known to be right.`;
    for (const line of document.querySelectorAll("[data-printed]")) line.textContent = said;
  });
  // A number that is moved stands beside its slider.
  addEventListener("input", (event) => {
    const said = event.target.matches?.("input[type=range]") && event.target.parentElement.querySelector("output");
    if (said) said.textContent = event.target.value;
  });
  // What a request could not do is said; what stands on the page stays.
  const say = (text) => { const line = document.getElementById("trouble"); if (line.textContent !== text) line.textContent = text; };
  addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) say(""); });
  addEventListener("htmx:sendError", () => say("The server does not answer. What you see stays; try again in a moment."));
  addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    say([...page.querySelectorAll("main p:not(.links), main li")].map((line) => line.textContent).join(" ") || page.body.textContent);
  });
  // What was asked for is brought into sight once it is there.
  addEventListener("htmx:afterSettle", () => {
    for (const part of document.querySelectorAll("[data-show]")) { part.removeAttribute("data-show"); part.scrollIntoView({ block: "start" }); }
  });
  // A record that an address names is opened, wherever the link stood.
  const open_record = () => {
    const record = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (record?.tagName === "DETAILS") { record.hidden = false; record.open = true; record.scrollIntoView({ block: "center" }); record.querySelector("summary").focus(); }
  };
  addEventListener("hashchange", open_record);
  const arrive = () => { open_record(); document.querySelectorAll("[data-filter]").forEach((field) => field.value && filter(field)); };
  addEventListener("DOMContentLoaded", arrive);
  addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt.querySelector?.(".records, [data-filter]")) arrive(); });
  addEventListener("submit", (event) => { if (event.target.matches?.("[data-filters]")) event.preventDefault(); });
})();
