// Light, dark or the system's wish: kept in this browser alone, set before anything is drawn.
(() => {
  const root = document.documentElement;
  const order = ["system", "light", "dark"];
  const read = () => { try { return localStorage.getItem("theme") || "system"; } catch { return "system"; } };
  const apply = (theme) => {
    if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
    const button = document.querySelector("[data-theme-button]");
    if (button) button.textContent = { system: "Theme: system", light: "Theme: light", dark: "Theme: dark" }[theme];
  };
  root.lang = "en";
  apply(read());
  addEventListener("click", (event) => {
    const target = event.target.closest ? event.target : event.target.parentElement;
    if (target?.closest("[data-theme-button]")) {
      const next = order[(order.indexOf(read()) + 1) % order.length];
      try { localStorage.setItem("theme", next); } catch { /* kept for this page alone */ }
      apply(next);
    }
    if (target?.closest("[data-print]")) print();
    const node = target?.closest("svg.network [data-id]");
    if (node) open_evidence(node);
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  addEventListener("change", (event) => {
    if (event.target.matches?.("[data-case]")) location.href = `${location.pathname}?case=${encodeURIComponent(event.target.value)}`;
  });
  function open_evidence(node) {
    const id = node.dataset.id;
    location.href = `/evidence?case=${encodeURIComponent(document.querySelector("[data-case]").value)}&find=${encodeURIComponent(id)}`;
  }
  // The bar arrives after the page: say there what is chosen.
  new MutationObserver((_, watch) => {
    if (document.querySelector("[data-theme-button]")) { apply(read()); watch.disconnect(); }
  }).observe(root, { childList: true, subtree: true });
})();
