// SPDX-License-Identifier: Apache-2.0
// The page: decodes the frames, builds the controls (names as text, never as markup), redraws.

const byId = (id) => document.getElementById(id);
const state = { frame: 0, paint: 1, hidden: new Set(), cut: 1, size: 1, boxes: true };

function bytes(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

function decode(stored) {
  const words = (text) => new Uint16Array(bytes(text).buffer);
  return { ...stored, place: words(stored.place), seen: bytes(stored.seen), label: words(stored.label), instance: words(stored.instance),
    confidence: bytes(stored.confidence) };
}

function edgesOf(boxes) {
  const edges = [];
  for (const box of boxes) {
    const [x, y, z, l, w, h, yaw] = box.shape, tint = DATA.colors[box.label].map((v) => (v * 0.7 + 76) / 255);
    const corner = (k) => {
      const [a, b, c] = [(k & 1 ? l : -l) / 2, (k & 2 ? w : -w) / 2, (k & 4 ? h : -h) / 2];
      return [x + a * Math.cos(yaw) - b * Math.sin(yaw), y + a * Math.sin(yaw) + b * Math.cos(yaw), z + c];
    };
    for (let k = 0; k < 8; k++) for (const bit of [1, 2, 4]) if (!(k & bit)) edges.push({ start: corner(k), end: corner(k | bit), tint });
  }
  return edges;
}

function show(renderer, orbit, number, keepView) {
  const frame = state.decoded = decode(DATA.frames[number]);
  state.frame = number;
  byId("frame").value = byId("scrub").value = String(number);
  byId("scrubValue").textContent = `${number + 1}/${DATA.frames.length}`;
  frame.high = frame.low.map((v, k) => v + frame.step[k] * 65535);
  legend(renderer, orbit);
  wire(renderer);
  byId("about").textContent = [DATA.subtitle, frame.title, `${frame.count.toLocaleString("en")} points`].filter(Boolean).join(" · ");
  if (!keepView) { state.cut = frame.cut; byId("cut").value = frame.cut; orbit.frame(frame.focus[0], frame.focus[1], frame.azimuth); }
  else orbit.changed();
}

function wire(renderer) {
  const frame = state.decoded;
  state.shown = frame.boxes.filter((box) => !state.hidden.has(box.label));
  renderer.load(frame, edgesOf(state.shown));
  const rgba = new Uint8Array(DATA.colors.flatMap(([r, g, b], k) => [r, g, b, state.hidden.has(k) ? 0 : 255]));
  renderer.setPalette(rgba);
  byId("tags").replaceChildren(...state.shown.map((box) => {
    const tag = document.createElement("span"), color = DATA.colors[box.label];
    tag.textContent = DATA.names[box.label];
    tag.style.background = `rgb(${color})`;
    tag.style.color = color[0] * 0.299 + color[1] * 0.587 + color[2] * 0.114 > 140 ? "#101216" : "#fff";
    return tag;
  }));
}

function legend(renderer, orbit) {
  const counts = new Array(DATA.names.length).fill(0);
  state.decoded.label.forEach((k) => counts[k]++);
  const order = counts.map((count, k) => [count, k]).filter(([count]) => count).sort((a, b) => b[0] - a[0]);
  byId("legend").replaceChildren(...order.map(([count, k]) => {
    const row = document.createElement("li"), button = document.createElement("button");
    const [swatch, name, number] = ["i", "b", "small"].map((kind) => document.createElement(kind));
    swatch.style.background = `rgb(${DATA.colors[k]})`;
    name.textContent = name.title = DATA.names[k];
    number.textContent = count.toLocaleString("en");
    button.append(swatch, name, number);
    button.setAttribute("aria-pressed", String(!state.hidden.has(k)));
    button.addEventListener("click", () => {
      if (!state.hidden.delete(k)) state.hidden.add(k);
      button.setAttribute("aria-pressed", String(!state.hidden.has(k)));
      wire(renderer); orbit.changed();
    });
    row.append(button);
    return row;
  }));
}

function cutHeight() {
  const { low, high } = state.decoded;
  return state.cut >= 1 ? Infinity : low[2] + (high[2] - low[2]) * state.cut;
}

function redraw(renderer, orbit) {
  const camera = orbit.matrix(), m = camera.view, cut = cutHeight();
  renderer.resize();
  renderer.draw({ ...camera, paint: state.paint, size: state.decoded.spacing * 1.4 * state.size, cut: Math.min(cut, 1e30), wires: state.boxes });
  byId("cutValue").textContent = Number.isFinite(cut) ? `${cut.toFixed(1)} m` : "off";
  byId("sizeValue").textContent = `${state.size.toFixed(1)}×`;
  [...byId("tags").children].forEach((tag, k) => {
    const [x, y, z, , , h] = state.shown[k].shape, top = z + h / 2;
    const at = [0, 1, 3].map((row) => m[row] * x + m[row + 4] * y + m[row + 8] * top + m[row + 12]);
    tag.hidden = !state.boxes || at[2] <= 0;
    tag.style.left = `${(at[0] / at[2] + 1) * 50}%`;
    tag.style.top = `${(1 - at[1] / at[2]) * 50}%`;
  });
}

// The nearest shown point within a few pixels of the pointer, named beside it.
function point(event, orbit) {
  const { place, low, step, label, instance, confidence, count } = state.decoded, m = orbit.matrix().view, cut = cutHeight();
  const { clientWidth: width, clientHeight: height } = orbit.canvas, tip = byId("tip");
  let best = -1, nearest = Infinity;
  for (let k = 0; k < count; k++) {
    const x = low[0] + step[0] * place[3 * k], y = low[1] + step[1] * place[3 * k + 1], z = low[2] + step[2] * place[3 * k + 2];
    if (z > cut || state.hidden.has(label[k])) continue;
    const w = m[3] * x + m[7] * y + m[11] * z + m[15];
    if (w <= 0 || w > nearest) continue;
    const u = ((m[0] * x + m[4] * y + m[8] * z + m[12]) / w + 1) / 2 * width, v = (1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / w) / 2 * height;
    if (Math.abs(u - event.clientX) < 5 && Math.abs(v - event.clientY) < 5) { best = k; nearest = w; }
  }
  tip.hidden = best < 0;
  if (best < 0) return;
  const object = instance[best] ? ` · object ${instance[best]}` : "";
  tip.textContent = `${DATA.names[label[best]]} · ${Math.round(confidence[best] / 2.55)} %${object}`;
  tip.style.left = `${Math.min(event.clientX + 14, width - 200)}px`;
  tip.style.top = `${event.clientY + 16}px`;
}

// A report, where there is one, comes before the clouds; its rows lead to their frames.
function reading(open) {
  const report = byId("report"), toggle = byId("toggle");
  if (!report.childElementCount) return;
  const turn = (shown) => { report.hidden = !shown; toggle.textContent = shown ? "Show the clouds" : "Show the report"; };
  toggle.hidden = false;
  toggle.addEventListener("click", () => turn(report.hidden));
  for (const row of report.querySelectorAll("[data-frame]")) {
    row.tabIndex = 0;
    row.addEventListener("click", () => { turn(false); open(Number(row.dataset.frame)); });
    row.addEventListener("keydown", (e) => { if (e.key === "Enter") row.click(); });
  }
  turn(true);
}

function start() {
  const canvas = byId("view"), renderer = new Renderer(canvas);
  let waiting = false;
  const orbit = new Orbit(canvas, () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; redraw(renderer, orbit); });
  });
  const again = () => orbit.changed();
  const paints = [...byId("paints").children];
  const choose = (k) => { state.paint = k; paints.forEach((b, n) => { b.setAttribute("role", "radio"); b.setAttribute("aria-checked", String(n === k)); }); };
  paints.forEach((button, k) => button.addEventListener("click", () => { choose(k); again(); }));
  choose(1);
  DATA.frames.forEach((frame, k) => byId("frame").append(new Option(frame.title, k)));
  byId("frameRow").hidden = DATA.frames.length < 2;
  byId("scrubRow").hidden = DATA.frames.length < 3;
  byId("scrub").max = DATA.frames.length - 1;
  for (const [id, when] of [["frame", "change"], ["scrub", "input"]]) {
    byId(id).addEventListener(when, (e) => show(renderer, orbit, Number(e.target.value), DATA.sameView));
  }
  reading((number) => show(renderer, orbit, number, false));
  byId("boxes").addEventListener("change", (e) => { state.boxes = e.target.checked; again(); });
  byId("cut").addEventListener("input", (e) => { state.cut = Number(e.target.value); again(); });
  byId("size").addEventListener("input", (e) => { state.size = Number(e.target.value); again(); });
  const every = (hide) => () => { state.hidden = new Set(hide ? DATA.names.keys() : []); legend(renderer, orbit); wire(renderer); again(); };
  byId("all").addEventListener("click", every(false));
  byId("none").addEventListener("click", every(true));
  window.addEventListener("resize", again);
  let hover = 0;
  canvas.addEventListener("pointermove", (e) => {
    cancelAnimationFrame(hover);
    if (orbit.dragging || e.pointerType === "touch") byId("tip").hidden = true;
    else hover = requestAnimationFrame(() => point(e, orbit));
  });
  canvas.addEventListener("pointerleave", () => { cancelAnimationFrame(hover); byId("tip").hidden = true; });
  show(renderer, orbit, 0, false);
}

try { start(); } catch (error) {
  byId("failure").hidden = false;
  byId("failure").textContent = error.message;
}
