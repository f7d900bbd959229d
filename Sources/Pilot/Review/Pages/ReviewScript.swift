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
    const look = { level: 0.5, window: 1, zoom: 2, opacity: 0.8, hidden: false, labels: "proposed" };
    const pictures = new Map();
    let active = one(".plane");

    // As many pixels as the screen shows, in few sizes, so that neighbours are found again.
    function size(figure) {
      const shown = figure.querySelector(".picture").clientWidth * devicePixelRatio;
      return [448, 672, 896].find((pixels) => pixels >= shown) || 1344;
    }

    function address(figure, kind, slice) {
      const query = new URLSearchParams({ zoom: look.zoom, pixels: size(figure) });
      if (kind === "slices") {
        query.set("level", look.level.toFixed(2));
        query.set("window", look.window.toFixed(2));
      } else {
        query.set("labels", look.labels);
      }
      return `/cases/${viewer.dataset.case}/${kind}/${figure.dataset.plane}/${slice}.png?${query}`;
    }

    function picture(source) {
      let found = pictures.get(source);
      if (!found) {
        found = new Image();
        found.src = source;
        pictures.set(source, found);
        if (pictures.size > 400) pictures.delete(pictures.keys().next().value);
      }
      return found;
    }

    // Pictures change when both have arrived, so that fast scrolling never shows an empty one, nor
    // labels on another slice.
    function show(figure) {
      const { slice, count } = figure.dataset;
      figure.querySelector("output").textContent = `${Number(slice) + 1} / ${count}`;
      const kinds = ["slices", "overlays"];
      const sources = kinds.map((kind) => address(figure, kind, slice));
      figure.dataset.wanted = sources.join(" ");
      const loaded = sources.map(picture);
      Promise.all(loaded.map((image) => image.decode())).then(() => {
        if (figure.dataset.wanted !== sources.join(" ")) return;
        figure.querySelectorAll("img").forEach((image, n) => { image.src = sources[n]; });
        for (const step of [1, -1, 2, -2]) {
          const near = Number(slice) + step;
          if (near < 0 || near >= Number(count)) continue;
          for (const kind of kinds) picture(address(figure, kind, near));
        }
      }).catch(() => sources.forEach((source) => pictures.delete(source)));
    }

    function showLook() {
      all(".overlay").forEach((image) => { image.style.opacity = look.hidden ? 0 : look.opacity; });
      const percent = (value) => `${Math.round(100 * value)} %`;
      one("#opacity-value").textContent = look.hidden ? "–" : percent(look.opacity);
      one("#level-value").textContent = percent(1 - look.level);
      one("#window-value").textContent = percent(look.window);
      one("#zoom-value").textContent = `${look.zoom}×`;
    }

    function showAll() {
      all(".mark").forEach((mark) => { mark.hidden = true; });
      all(".plane").forEach(show);
      showLook();
    }

    function scroll(figure, step) {
      const last = Number(figure.dataset.count) - 1;
      const slice = Math.min(Math.max(Number(figure.dataset.slice) + step, 0), last);
      if (String(slice) === figure.dataset.slice) return;
      figure.dataset.slice = slice;
      figure.querySelector(".mark").hidden = true;
      show(figure);
    }

    // The chosen plane gets the large place.
    function enlarge(number) {
      const planes = all(".plane");
      planes.forEach((figure, n) => figure.classList.toggle("main", n === number));
      planes[number].focus({ preventScroll: true });
      planes.forEach(show);
    }

    function fade(step) {
      look.hidden = false;
      look.opacity = Math.min(Math.max(Math.round(10 * look.opacity + step) / 10, 0), 1);
      showLook();
    }

    function choose(decision, next) {
      form.querySelector(`[value=${decision}]`).checked = true;
      one(next).focus();
    }

    const save = "#judgement button.main";
    const viewerKeys = {
      1: () => enlarge(0),
      2: () => enlarge(1),
      3: () => enlarge(2),
      ArrowUp: () => scroll(active, 1),
      ArrowDown: () => scroll(active, -1),
      PageUp: () => scroll(active, 5),
      PageDown: () => scroll(active, -5),
      Home: () => scroll(active, Number(active.dataset.fullest) - Number(active.dataset.slice)),
      "[": () => { look.window = Math.max(0.1, look.window * 0.85); showAll(); },
      "]": () => { look.window = Math.min(4, look.window / 0.85); showAll(); },
      "-": () => { look.level = Math.min(1.5, look.level + 0.05); showAll(); },
      "=": () => { look.level = Math.max(-0.5, look.level - 0.05); showAll(); },
      0: () => {
        Object.assign(look, { level: 0.5, window: 1, zoom: 2, opacity: 0.8, hidden: false });
        showAll();
      },
      ",": () => fade(-2),
      ".": () => fade(2),
      o: () => { look.hidden = !look.hidden; showLook(); },
      z: () => { look.zoom = look.zoom === 4 ? 1 : look.zoom * 2; showAll(); },
      v: () => { const link = one("#own-viewer"); if (link) link.click(); },
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
      figure.addEventListener("dblclick", () => enlarge(all(".plane").indexOf(figure)));
      let turned = 0;
      figure.addEventListener("wheel", (event) => {
        event.preventDefault();
        // A notch of a wheel is 3 lines or 100 pixels and turns one slice; touch pads send few pixels.
        turned += event.deltaY / (event.deltaMode === 0 ? 100 : 3);
        const steps = Math.trunc(turned);
        turned -= steps;
        if (steps) scroll(figure, -steps);
      }, { passive: false });
      figure.querySelector(".picture").addEventListener("click", (event) => locate(figure, event));
    });

    // A click shows the point in all three planes.
    async function locate(figure, event) {
      const box = event.currentTarget.getBoundingClientRect();
      const query = new URLSearchParams({
        plane: figure.dataset.plane, slice: figure.dataset.slice, zoom: look.zoom,
        x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height,
      });
      const response = await fetch(`/cases/${viewer.dataset.case}/point?${query}`);
      if (!response.ok) return;
      const found = await response.json();
      all(".plane").forEach((other) => {
        const { slice, x, y } = found[other.dataset.plane];
        const mark = other.querySelector(".mark");
        if (other !== figure) other.dataset.slice = slice;
        mark.style.left = `${100 * x}%`;
        mark.style.top = `${100 * y}%`;
        mark.hidden = x < 0 || x > 1 || y < 0 || y > 1;
        show(other);
      });
    }

    all("[data-key]").forEach((button) => {
      button.addEventListener("click", () => viewerKeys[button.dataset.key]());
    });
    let resized = 0;
    addEventListener("resize", () => {
      clearTimeout(resized);
      resized = setTimeout(showAll, 200);
    });
    showAll();
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
      // Pictures on their way would be refused once the case is judged.
      pictures.forEach((image) => { if (!image.complete) image.src = ""; });
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
