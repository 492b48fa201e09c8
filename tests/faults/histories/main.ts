// npm run history -- SEED tells everything that happens in one history. FROM-TO lets many happen, and tells of those that
// end badly, each made as short as it can be. The last line is a sum in JSON.
import "./one-thread.ts";
const { tellFound, tryHistory } = await import("./history.ts");

const match = /^(\d+)(?:-(\d+))?$/.exec(process.argv[2] ?? "");
if (match === null) {
  console.error("Which history? npm run history -- 7, or npm run history -- 1-100");
  process.exit(2);
}
const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
const sum = { histories: 0, failed: 0, stories: 0, requests: 0, together: 0 };
for (let seed = from; seed <= to; seed += 1) {
  const { first, found } = await tryHistory(seed, { shrink: true });
  sum.histories += 1;
  sum.stories += first.sealed;
  sum.requests += first.requests;
  sum.together += first.together;
  if (from === to) console.log(first.trace.join("\n"));
  if (found === undefined) continue;
  sum.failed += 1;
  console.log(tellFound(seed, found));
}
console.log(JSON.stringify(sum));
process.exit(sum.failed === 0 ? 0 : 1);
