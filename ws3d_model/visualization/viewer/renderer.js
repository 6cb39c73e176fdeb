// SPDX-License-Identifier: Apache-2.0
// Draws points and box edges with WebGL2, then darkens edges by depth (eye-dome lighting).

const POINT_VERTEX = `#version 300 es
precision highp float;
in uvec3 place; in vec3 seen; in uint label; in uint instance;
uniform vec3 low, step; uniform mat4 view; uniform float pixels, size, cut; uniform int paint;
uniform sampler2D palette; uniform sampler2D brightness;
out vec3 color;
vec3 fromInstance(uint id) {
  if (id == 0u) return vec3(.36, .38, .41);
  float hue = fract(float(id) * .618034) * 6.;
  vec3 c = clamp(abs(mod(hue + vec3(0., 4., 2.), 6.) - 3.) - 1., 0., 1.);
  return mix(vec3(.85), c, .62);
}
void main() {
  vec3 xyz = low + step * vec3(place);
  vec4 word = texelFetch(palette, ivec2(int(label), 0), 0);
  gl_Position = view * vec4(xyz, 1.);
  gl_PointSize = clamp(pixels * size / gl_Position.w, 1.6, 40.);
  if (word.a < .5 || xyz.z > cut) gl_Position = vec4(2., 2., 2., 1.);
  float light = .7 + .5 * dot(seen, vec3(.333));
  color = paint == 0 ? seen : min((paint == 1 ? word.rgb : fromInstance(instance)) * light, 1.);
}`;
const POINT_FRAGMENT = `#version 300 es
precision mediump float;
in vec3 color; out vec4 shown;
void main() {
  vec2 off = gl_PointCoord - .5;
  if (dot(off, off) > .25) discard;
  shown = vec4(color, 1.);
}`;
const SCREEN_VERTEX = `#version 300 es
void main() { vec2 c = vec2(gl_VertexID & 1, gl_VertexID >> 1); gl_Position = vec4(c * 4. - 1., 0., 1.); }`;
const SCREEN_FRAGMENT = `#version 300 es
precision highp float;
uniform sampler2D image, depth; uniform float near, far, radius; uniform vec3 ground;
out vec4 shown;
float distance_(vec2 at) {
  float z = texelFetch(depth, ivec2(clamp(at, vec2(0.), vec2(textureSize(depth, 0) - 1))), 0).r;
  return z >= 1. ? 64. : log2(2. * near * far / (far + near - (2. * z - 1.) * (far - near)));
}
void main() {
  float here = distance_(gl_FragCoord.xy);
  if (here > 60.) { shown = vec4(ground, 1.); gl_FragDepth = 1.; return; }
  float dark = 0.;
  for (int k = 0; k < 8; k++) {
    float a = float(k) * .785398;
    vec2 way = vec2(cos(a), sin(a));
    dark += clamp(here - distance_(gl_FragCoord.xy + way * radius), 0., .08);
    dark += clamp(here - distance_(gl_FragCoord.xy + way * radius * 2.5), 0., .08);
  }
  shown = vec4(texelFetch(image, ivec2(gl_FragCoord.xy), 0).rgb * max(exp(-3.5 * dark), .25), 1.);
  gl_FragDepth = texelFetch(depth, ivec2(gl_FragCoord.xy), 0).r;
}`;
const LINE_VERTEX = `#version 300 es
precision highp float;
in vec3 start, end, tint;
uniform mat4 view; uniform vec2 screen; uniform float wide;
out vec3 color;
void main() {
  vec4 a = view * vec4(start, 1.), b = view * vec4(end, 1.);
  vec2 along = normalize((b.xy / b.w - a.xy / a.w) * screen + 1e-6);
  float far = float(gl_VertexID >> 1), side = float(gl_VertexID & 1) * 2. - 1.;
  vec4 at = far > .5 ? b : a;
  at.xy += vec2(-along.y, along.x) * side * wide / screen * at.w;
  gl_Position = at; color = tint;
}`;
const LINE_FRAGMENT = `#version 300 es
precision mediump float;
in vec3 color; uniform float strength; out vec4 shown;
void main() { shown = vec4(color, strength); }`;

class Renderer {
  constructor(canvas) {
    this.canvas = canvas;
    const gl = this.gl = canvas.getContext("webgl2", { antialias: false, preserveDrawingBuffer: true });
    if (!gl) throw new Error("This page needs WebGL 2: switch hardware acceleration on, or use another browser.");
    this.points = this.program(POINT_VERTEX, POINT_FRAGMENT);
    this.screen = this.program(SCREEN_VERTEX, SCREEN_FRAGMENT);
    this.lines = this.program(LINE_VERTEX, LINE_FRAGMENT);
    this.palette = gl.createTexture();
    this.framebuffer = gl.createFramebuffer();
    this.empty = gl.createVertexArray();
    this.held = [];
  }

  program(vertex, fragment) {
    const gl = this.gl, made = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text); gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
      gl.attachShader(made, shader);
    }
    gl.linkProgram(made);
    if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made));
    const uniforms = {};
    for (let k = 0; k < gl.getProgramParameter(made, gl.ACTIVE_UNIFORMS); k++) {
      const name = gl.getActiveUniform(made, k).name;
      uniforms[name] = gl.getUniformLocation(made, name);
    }
    return { made, uniforms };
  }

  attribute(program, name, array, size, type, how, each) {
    const gl = this.gl, buffer = gl.createBuffer(), at = gl.getAttribLocation(program.made, name);
    this.held.push(buffer);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer); gl.bufferData(gl.ARRAY_BUFFER, array, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(at);
    if (how === "integer") gl.vertexAttribIPointer(at, size, type, 0, 0);
    else gl.vertexAttribPointer(at, size, type, how === "fraction", 0, 0);
    gl.vertexAttribDivisor(at, each ? 1 : 0);
  }

  // frame: decoded arrays; edges: [{start, end, tint}]
  load(frame, edges) {
    const gl = this.gl;
    this.held.forEach((buffer) => gl.deleteBuffer(buffer));
    this.held = []; this.frame = frame; this.edges = edges.length;
    gl.bindVertexArray(this.cloud = gl.createVertexArray());
    this.attribute(this.points, "place", frame.place, 3, gl.UNSIGNED_SHORT, "integer");
    this.attribute(this.points, "seen", frame.seen, 3, gl.UNSIGNED_BYTE, "fraction");
    this.attribute(this.points, "label", frame.label, 1, gl.UNSIGNED_SHORT, "integer");
    this.attribute(this.points, "instance", frame.instance, 1, gl.UNSIGNED_SHORT, "integer");
    gl.bindVertexArray(this.wires = gl.createVertexArray());
    for (const name of ["start", "end", "tint"])
      this.attribute(this.lines, name, new Float32Array(edges.flatMap((e) => e[name])), 3, gl.FLOAT, "", true);
    gl.bindVertexArray(null);
  }

  // rgba: Uint8Array (4 K), alpha 0 hides a label
  setPalette(rgba) {
    const gl = this.gl;
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, rgba.length / 4, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
    this.plain(gl);
  }

  plain(gl) {
    for (const [name, value] of [[gl.TEXTURE_MIN_FILTER, gl.NEAREST], [gl.TEXTURE_MAG_FILTER, gl.NEAREST],
      [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]]) gl.texParameteri(gl.TEXTURE_2D, name, value);
  }

  resize() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2), gl = this.gl;
    const width = Math.max(Math.round(this.canvas.clientWidth * ratio), 1), height = Math.max(Math.round(this.canvas.clientHeight * ratio), 1);
    this.ratio = ratio;
    if (this.width === width && this.height === height) return;
    Object.assign(this, { width, height });
    Object.assign(this.canvas, { width, height });
    for (const old of [this.image, this.depth]) if (old) gl.deleteTexture(old);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    for (const [slot, format, place] of [["image", gl.RGBA8, gl.COLOR_ATTACHMENT0], ["depth", gl.DEPTH_COMPONENT24, gl.DEPTH_ATTACHMENT]]) {
      gl.bindTexture(gl.TEXTURE_2D, this[slot] = gl.createTexture());
      gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height); this.plain(gl);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, place, gl.TEXTURE_2D, this[slot], 0);
    }
  }

  draw({ view, near, far, lens, paint, size, cut, wires }) {
    const gl = this.gl, { points, screen, lines, frame } = this;
    gl.viewport(0, 0, this.width, this.height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    gl.clearColor(0, 0, 0, 1); gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.enable(gl.DEPTH_TEST); gl.disable(gl.BLEND); gl.depthFunc(gl.LEQUAL);
    gl.useProgram(points.made);
    const u = points.uniforms;
    gl.uniform3fv(u.low, frame.low); gl.uniform3fv(u.step, frame.step); gl.uniformMatrix4fv(u.view, false, view);
    gl.uniform1f(u.pixels, lens * this.height / 2); gl.uniform1f(u.size, size); gl.uniform1f(u.cut, cut); gl.uniform1i(u.paint, paint);
    gl.activeTexture(gl.TEXTURE0); gl.bindTexture(gl.TEXTURE_2D, this.palette); gl.uniform1i(u.palette, 0);
    gl.bindVertexArray(this.cloud); gl.drawArrays(gl.POINTS, 0, frame.count);

    gl.bindFramebuffer(gl.FRAMEBUFFER, null); gl.depthFunc(gl.ALWAYS);
    gl.useProgram(screen.made); gl.bindVertexArray(this.empty);
    gl.bindTexture(gl.TEXTURE_2D, this.image); gl.activeTexture(gl.TEXTURE1); gl.bindTexture(gl.TEXTURE_2D, this.depth);
    gl.uniform1i(screen.uniforms.image, 0); gl.uniform1i(screen.uniforms.depth, 1);
    gl.uniform1f(screen.uniforms.near, near); gl.uniform1f(screen.uniforms.far, far);
    gl.uniform1f(screen.uniforms.radius, 1.4 * this.ratio); gl.uniform3f(screen.uniforms.ground, 18 / 255, 21 / 255, 27 / 255);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    if (!wires || !this.edges) return;
    gl.enable(gl.BLEND); gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA); gl.depthMask(false);
    gl.useProgram(lines.made); gl.bindVertexArray(this.wires);
    gl.uniformMatrix4fv(lines.uniforms.view, false, view); gl.uniform2f(lines.uniforms.screen, this.width, this.height);
    gl.uniform1f(lines.uniforms.wide, 1.8 * this.ratio);
    for (const [rule, strength] of [[gl.LEQUAL, .95], [gl.GREATER, .25]]) {  // hidden edges stay as a hint
      gl.depthFunc(rule); gl.uniform1f(lines.uniforms.strength, strength);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.edges);
    }
    gl.depthMask(true);
  }
}
