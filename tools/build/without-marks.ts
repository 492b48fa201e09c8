import type { Plugin } from "vite";

// Workbox leaves its version on `self` for its own tools: `try { self["workbox:window:7.4.0"] && _() } catch (e) {}`.
const mark = /try\{self\["workbox:[^"]+"\]&&_\(\)\}catch\(\w+\)\{\}/g;

/** Takes the marks out that Workbox's own tools look for; no reader needs them. */
export function withoutWorkboxMarks(): Plugin {
  return {
    name: "soniakh:workbox-window",
    transform: (code, id) =>
      id.includes("workbox-window") ? { code: code.replace(mark, ""), map: null } : undefined,
  };
}
