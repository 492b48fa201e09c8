import type { CSSOptions } from "vite";

/**
 * How style sheets are made smaller. The minifier prepares each of them for `light-dark()` (`Features.LightDark` of
 * lightningcss, bit 20); no sheet has it, as a test sees, and an article's text would wait for what nobody uses.
 */
export const sheets: CSSOptions = { lightningcss: { exclude: 1 << 20 } };
