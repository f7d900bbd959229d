/// The pages' only script: scrolling, window, keys, time and upload.
///
/// It is one file served as it is, because the content security policy allows no other.
let reviewScript = #"""
  "use strict";
  (() => {
    const one = (selector) => document.querySelector(selector);
    const all = (selector) => Array.from(document.querySelectorAll(selector));
    const viewer = one("#viewer");
    const form = one("#judgement");
    const look = { level: 0.5, window: 1, contours: 1, zoom: 1, labels: "proposed" };
    const pictures = new Map();
    let active = one(".plane");

    function address(plane, slice) {
      const query = new URLSearchParams({
        level: look.level.toFixed(2), window: look.window.toFixed(2), contours: look.contours,
        zoom: look.zoom, labels: look.labels,
      });
      return `/cases/${viewer.dataset.case}/slices/${plane}/${slice}.png?${query}`;
    }

    function picture(source) {
      let found = pictures.get(source);
      if (!found) {
        found = new Image();
        found.src = source;
        pictures.set(source, found);
        if (pictures.size > 240) pictures.delete(pictures.keys().next().value);
      }
      return found;
    }

    // The picture changes when it has arrived, so that fast scrolling never shows an empty one.
    function show(figure) {
      const { plane, slice, count } = figure.dataset;
      const source = address(plane, slice);
      const image = figure.querySelector("img");
      figure.querySelector("output").textContent = `${Number(slice) + 1} / ${count}`;
      image.dataset.wanted = source;
      const loaded = picture(source);
      loaded.decode().then(() => {
        if (image.dataset.wanted !== source) return;
        image.src = source;
        for (const step of [1, -1, 2, -2]) {
          const near = Number(slice) + step;
          if (near >= 0 && near < Number(count)) picture(address(plane, near));
        }
      }).catch(() => pictures.delete(source));
    }

    function showAll() {
      all(".plane").forEach(show);
      one("#look").textContent =
        `${Math.round(100 * look.level)} / ${Math.round(100 * look.window)} %, ${look.zoom}×`;
    }

    function scroll(figure, step) {
      const last = Number(figure.dataset.count) - 1;
      const slice = Math.min(Math.max(Number(figure.dataset.slice) + step, 0), last);
      if (String(slice) === figure.dataset.slice) return;
      figure.dataset.slice = slice;
      show(figure);
    }

    function choose(decision, next) {
      form.querySelector(`[value=${decision}]`).checked = true;
      one(next).focus();
    }

    const save = "#judgement button.main";
    const viewerKeys = {
      1: () => all(".plane")[0].focus(),
      2: () => all(".plane")[1].focus(),
      3: () => all(".plane")[2].focus(),
      ArrowUp: () => scroll(active, 1),
      ArrowDown: () => scroll(active, -1),
      PageUp: () => scroll(active, 5),
      PageDown: () => scroll(active, -5),
      Home: () => scroll(active, Number(active.dataset.fullest) - Number(active.dataset.slice)),
      "[": () => { look.window = Math.max(0.1, look.window * 0.85); showAll(); },
      "]": () => { look.window = Math.min(4, look.window / 0.85); showAll(); },
      "-": () => { look.level = Math.min(1.5, look.level + 0.05); showAll(); },
      "=": () => { look.level = Math.max(-0.5, look.level - 0.05); showAll(); },
      0: () => { look.level = 0.5; look.window = 1; showAll(); },
      o: () => { look.contours = 1 - look.contours; showAll(); },
      z: () => { look.zoom = look.zoom === 4 ? 1 : look.zoom * 2; showAll(); },
      a: () => choose("accept", save),
      c: () => choose("correct", "#upload"),
      r: () => choose("reject", "[name=code]"),
      n: () => { location.href = viewer.dataset.next || "/worklist"; },
    };

    function moveInList(step) {
      const links = all("a.case");
      const here = links.indexOf(document.activeElement);
      const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
      if (next) next.focus();
    }
    const listKeys = {
      j: () => moveInList(1), ArrowDown: () => moveInList(1),
      k: () => moveInList(-1), ArrowUp: () => moveInList(-1),
    };
    const everywhere = {
      g: () => { location.href = "/worklist"; },
      "?": () => { location.href = "/help"; },
      l: () => one("#language").requestSubmit(),
    };

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const field = event.target.closest("input,select,textarea");
      if (field && event.key === "Escape") {
        field.blur();
        if (active) active.focus();
        return;
      }
      if (field && field.type !== "radio") return;
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const own = viewer ? viewerKeys : one("#worklist") ? listKeys : {};
      const action = Object.hasOwn(own, name) ? own[name]
        : Object.hasOwn(everywhere, name) && one("header nav a") ? everywhere[name] : null;
      if (!action) return;
      event.preventDefault();
      action();
    });

    const first = one("a.case");
    if (first) first.focus();
    if (!viewer) return;

    all(".plane").forEach((figure) => {
      figure.addEventListener("focus", () => { active = figure; });
      figure.addEventListener("wheel", (event) => {
        event.preventDefault();
        scroll(figure, event.deltaY < 0 ? 1 : -1);
      }, { passive: false });
    });
    all("button.show").forEach((button) => {
      button.addEventListener("click", () => { look.labels = button.dataset.labels; showAll(); });
    });
    active.focus({ preventScroll: true });

    // Seconds during which the page could be seen.
    let seconds = 0;
    let since = performance.now();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) seconds += (performance.now() - since) / 1000;
      else since = performance.now();
    });
    form.addEventListener("submit", () => {
      const now = document.hidden ? 0 : (performance.now() - since) / 1000;
      form.elements.visible.value = (seconds + now).toFixed(1);
    });

    one("#upload").addEventListener("change", async (event) => {
      const status = one("#upload-status");
      form.elements.correction.value = "";
      const file = event.target.files[0];
      if (!file) { status.textContent = ""; return; }
      status.textContent = "…";
      try {
        const response = await fetch(`/cases/${viewer.dataset.case}/correction`, {
          method: "POST", body: file,
          headers: {
            "Content-Type": "application/octet-stream", "X-CSRF-Token": form.elements.csrf.value,
          },
        });
        const answer = await response.json();
        status.textContent = answer.message;
        form.elements.correction.value = answer.digest || "";
        if (answer.digest) one(save).focus();
      } catch (error) {
        status.textContent = String(error);
      }
    });
  })();
  """#
