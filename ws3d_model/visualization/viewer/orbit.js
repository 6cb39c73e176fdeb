// SPDX-License-Identifier: Apache-2.0
// A camera that turns about a point with z up, by mouse, pen, touch or keys.

class Orbit {
  constructor(canvas, changed) {
    Object.assign(this, { canvas, changed, lens: 1 / Math.tan(0.36), fingers: new Map() });
    canvas.addEventListener("pointerdown", (e) => { canvas.setPointerCapture(e.pointerId); this.fingers.set(e.pointerId, [e.clientX, e.clientY]); });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (e) => this.fingers.delete(e.pointerId));
    canvas.addEventListener("pointermove", (e) => this.move(e));
    canvas.addEventListener("wheel", (e) => { e.preventDefault(); this.zoom(Math.exp(Math.max(-60, Math.min(60, e.deltaY)) * 0.0025)); }, { passive: false });
    canvas.addEventListener("contextmenu", (e) => e.preventDefault());
    canvas.addEventListener("dblclick", () => this.reset());
  }

  // low, high: the corners of what to show, metres
  frame(low, high, azimuth) {
    this.home = { low, high, azimuth };
    this.reset();
  }

  reset() {
    const { low, high, azimuth } = this.home;
    this.target = low.map((v, k) => (v + high[k]) / 2);
    this.radius = Math.max(Math.hypot(...low.map((v, k) => high[k] - v)) / 2, 0.3);
    this.distance = this.radius * this.lens * 0.95;
    this.azimuth = azimuth; this.elevation = 0.8;
    this.changed();
  }

  get dragging() { return this.fingers.size > 0; }

  move(e) {
    const last = this.fingers.get(e.pointerId);
    if (!last) return;
    const before = [...this.fingers.values()];
    this.fingers.set(e.pointerId, [e.clientX, e.clientY]);
    const dx = e.clientX - last[0], dy = e.clientY - last[1];
    if (before.length >= 2) {
      const after = [...this.fingers.values()];
      const gap = (p) => Math.hypot(p[0][0] - p[1][0], p[0][1] - p[1][1]) || 1;
      this.pan(dx / 2, dy / 2);
      this.zoom(gap(before) / gap(after));
    } else if (e.shiftKey || e.buttons & 6) this.pan(dx, dy);
    else {
      this.azimuth -= dx * 0.006;
      this.elevation = Math.max(-1.5, Math.min(1.55, this.elevation + dy * 0.006));
      this.changed();
    }
  }

  zoom(factor) {
    this.distance = Math.max(this.radius * 0.03, Math.min(this.radius * 20, this.distance * factor));
    this.changed();
  }

  pan(dx, dy) {
    const { right, up } = this.axes(), metres = 2 * this.distance / this.lens / this.canvas.clientHeight;
    this.target = this.target.map((v, k) => v - right[k] * dx * metres + up[k] * dy * metres);
    this.changed();
  }

  axes() {
    const [ca, sa, ce, se] = [Math.cos(this.azimuth), Math.sin(this.azimuth), Math.cos(this.elevation), Math.sin(this.elevation)];
    return { back: [ca * ce, sa * ce, se], right: [-sa, ca, 0], up: [-ca * se, -sa * se, ce] };
  }

  // Column-major world-to-clip matrix, and the planes it was made with.
  matrix() {
    const { back, right, up } = this.axes(), { lens, distance, target } = this;
    const eye = target.map((v, k) => v + back[k] * distance), dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    const near = Math.max(distance - this.radius * 3, distance * 0.02, 0.01), far = distance + this.radius * 4;
    const wide = lens * this.canvas.clientHeight / this.canvas.clientWidth, p = (far + near) / (near - far), q = 2 * far * near / (near - far);
    // The panel of controls covers the right edge: the middle of the view is left of the page's.
    const width = this.canvas.clientWidth, left = width > 640 ? 290 / width : 0;
    const view = [];
    for (let k = 0; k < 3; k++) view.push(right[k] * wide + back[k] * left, up[k] * lens, back[k] * p, -back[k]);
    view.push(-dot(right, eye) * wide - dot(back, eye) * left, -dot(up, eye) * lens, -dot(back, eye) * p + q, dot(back, eye));
    return { view: new Float32Array(view), near, far, lens };
  }
}
