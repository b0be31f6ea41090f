import type { DiagramKind } from "./diagram.ts";

export interface Colours {
  readonly fill: string;
  readonly line: string;
  readonly ink: string;
}

interface Shades {
  readonly light: Colours;
  readonly dark: Colours;
}

/** The colours of each kind of step on light and on dark pages; ink on fill has at least 7:1. */
export const palette: Readonly<Record<DiagramKind, Shades>> = {
  message: shades(["#dbeafe", "#2563eb", "#172554"], ["#172554", "#60a5fa", "#dbeafe"]),
  question: shades(["#fef3c7", "#d97706", "#451a03"], ["#451a03", "#fbbf24", "#fef3c7"]),
  template: shades(["#dcfce7", "#16a34a", "#052e16"], ["#052e16", "#4ade80", "#dcfce7"]),
  wait: shades(["#ffedd5", "#ea580c", "#431407"], ["#5c2408", "#fb923c", "#ffedd5"]),
  branch: shades(["#ede9fe", "#7c3aed", "#2e1065"], ["#2e1065", "#a78bfa", "#ede9fe"]),
  loop: shades(["#fae8ff", "#c026d3", "#4a044e"], ["#4a044e", "#e879f9", "#fae8ff"]),
  handoff: shades(["#ffe4e6", "#e11d48", "#4c0519"], ["#4c0519", "#fb7185", "#ffe4e6"]),
  action: shades(["#ccfbf1", "#0d9488", "#042f2e"], ["#042f2e", "#2dd4bf", "#ccfbf1"]),
  ai: shades(["#ecfccb", "#65a30d", "#1a2e05"], ["#1a2e05", "#a3e635", "#ecfccb"]),
  call: shades(["#e0e7ff", "#4338ca", "#1e1b4b"], ["#1e1b4b", "#818cf8", "#e0e7ff"]),
  entry: shades(["#ffffff", "#64748b", "#0f172a"], ["#0b1120", "#94a3b8", "#f1f5f9"]),
  value: shades(["#f1f5f9", "#64748b", "#0f172a"], ["#1e293b", "#94a3b8", "#f1f5f9"]),
  end: shades(["#475569", "#1e293b", "#ffffff"], ["#cbd5e1", "#f8fafc", "#0f172a"]),
};

type Triple = readonly [fill: string, line: string, ink: string];

function shades([a, b, c]: Triple, [d, e, f]: Triple): Shades {
  return { light: { fill: a, line: b, ink: c }, dark: { fill: d, line: e, ink: f } };
}
