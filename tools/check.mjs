// npm run check: types, lint, format, dead code.
import { check } from "./checking.mjs";
import { setUp } from "./setup.mjs";

const { failed } = await check(await setUp());
process.exit(failed === 0 ? 0 : 1);
