"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Hover, focus or tap of the timeline: what it says stands in its title, for those without us. */
  const tip = document.getElementById("tip");
  const place = (x, y) => {
    const box = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, x + 14), innerWidth - box.width - 8);
    const above = y + 18 + box.height > innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${above ? Math.max(8, y - box.height - 12) : y + 18}px`;
  };
  const show = (target, x, y) => {
    tip.textContent = target.dataset.tip;
    tip.hidden = false;
    place(x, y);
  };
  for (const title of all("svg title")) {
    const target = title.parentNode;
    target.dataset.tip = title.textContent;
    title.remove();
    target.addEventListener("pointermove", (event) => show(target, event.clientX, event.clientY));
    target.addEventListener("pointerdown", (event) => show(target, event.clientX, event.clientY));
    target.addEventListener("pointerleave", () => { tip.hidden = true; });
    target.addEventListener("focus", () => {
      const box = target.getBoundingClientRect();
      show(target, box.left, box.bottom);
    });
    target.addEventListener("blur", () => { tip.hidden = true; });
  }
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  /* The search, and a word where nothing is left to show. */
  const search = document.getElementById("search");
  const none = document.querySelector(".none");
  const filters = all('input[name="filter"]');
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of all("tr.row")) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      row.style.display = row.hidden ? "none" : "";
    }
    for (const group of all("tbody"))
      group.style.display = all("tr.row", group).some((row) => !row.hidden) ? "" : "none";
    none.hidden = all("tr.row").some((row) => row.offsetParent !== null);
  };
  search.hidden = false;
  search.addEventListener("input", filter);
  for (const input of filters) input.addEventListener("change", filter);

  /* Payloads are laid out, and the value that the pointer leads to is marked. */
  const lay = (value, pointer, path, indent) => {
    const open = path === pointer ? "\u0001" : "";
    const close = open && "\u0002";
    const deep = pointer && pointer.startsWith(`${path}/`);
    const short = JSON.stringify(value, null, 1).replace(/\n */g, " ");
    if (!deep && short.length < 60 && !short.includes("[ ")) return open + short.replace("{ ", "{").replace(/ \}$/, "}") + close;
    if (value === null || typeof value !== "object") return open + JSON.stringify(value) + close;
    const list = Array.isArray(value);
    const names = Object.keys(value);
    if (!names.length) return open + (list ? "[]" : "{}") + close;
    const inner = indent + "  ";
    const parts = names.map((name) => {
      const step = `${path}/${name.replace(/~/g, "~0").replace(/\//g, "~1")}`;
      return inner + (list ? "" : `${JSON.stringify(name)}: `) + lay(value[name], pointer, step, inner);
    });
    return `${open}${list ? "[" : "{"}\n${parts.join(",\n")}\n${indent}${list ? "]" : "}"}${close}`;
  };
  for (const pre of all("pre[data-json]")) {
    let value;
    try { value = JSON.parse(pre.textContent); } catch { continue; }
    const pointer = pre.dataset.pointer || null;
    const [before, rest = ""] = lay(value, pointer, "", "").split("\u0001");
    const [marked, after] = rest.split("\u0002");
    pre.textContent = before;
    if (!rest) continue;
    const mark = document.createElement("mark");
    mark.textContent = marked;
    pre.append(mark, after);
  }

  addEventListener("beforeprint", () => { for (const box of all("details")) box.open = true; });
})();
