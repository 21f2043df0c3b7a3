// Lines drawn by the page itself, as SVG.
import { svg } from "./dom.js";

const WIDTH = 640;
const HEIGHT = 300;
const EDGE = { left: 76, right: 28, top: 14, bottom: 54 };

const scale = (from, to, start, end) => (x) => start + (x - from) / (to - from || 1) * (end - start);

const steps = (from, to, step) => Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

function bounds(values) {
  const step = Math.max(...values) - Math.min(...values) > 0.5 ? 0.2 : Math.max(...values) - Math.min(...values) > 0.2 ? 0.1 : 0.05;
  const low = Math.floor(Math.min(...values) / step - 0.2) * step;
  const high = Math.min(1, Math.ceil(Math.max(...values) / step + 0.2) * step);
  return { low, high, step };
}

/**
 * @param lines each with a kind, which is its class, and points of x > 0 (drawn by its logarithm) and y
 * @param description for those who do not see it
 */
export function lineChart(lines, ticks, description) {
  const points = lines.flatMap((line) => line.points);
  const { low, high, step } = bounds(points.map((point) => point.y));
  const x = scale(Math.log2(Math.min(...ticks)), Math.log2(Math.max(...ticks)), EDGE.left, WIDTH - EDGE.right);
  const y = scale(low, high, HEIGHT - EDGE.bottom, EDGE.top);
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": description },
    ...steps(low, high, step).flatMap((value) => horizontal(value, y(value))),
    ...ticks.map((tick) => label(x(Math.log2(tick)), HEIGHT - 28, "middle", String(tick))),
    label((WIDTH + EDGE.left) / 2, HEIGHT - 4, "middle", "tokens"),
    ...lines.flatMap((line) => drawn(line, (point) => [x(Math.log2(point.x)), y(point.y)])));
}

const label = (x, y, anchor, text) => svg("text", { x, y, "text-anchor": anchor }, text);

const horizontal = (value, y) => [
  svg("line", { class: Math.abs(value) < 1e-9 ? "zero" : "grid", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y, y2: y }),
  label(EDGE.left - 8, y + 4, "end", value.toFixed(2).replace("-", "−")),
];

function drawn(line, place) {
  const places = line.points.map(place);
  return [
    svg("polyline", { class: `line ${line.kind}`, points: places.map((at) => at.map((n) => n.toFixed(1)).join(",")).join(" ") }),
    ...places.map(([cx, cy], i) => svg("circle", { class: `dot ${line.kind}`, cx, cy, r: 4 },
      svg("title", {}, `${line.name}, ${line.points[i].x} tokens: ${line.points[i].y.toFixed(3)}`))),
  ];
}

/** The last values of a series, oldest first, without axes: the number stands beside it. */
export function sparkline(values, slots) {
  const most = Math.max(...values, 1e-9);
  const points = values.map((value, i) => `${(100 * (slots - values.length + i) / (slots - 1)).toFixed(1)},${(23 - 21 * value / most).toFixed(1)}`);
  return svg("svg", { class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("polyline", { points: points.join(" ") }));
}
