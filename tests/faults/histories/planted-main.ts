// Looks for every planted bug with the same histories that the product passes: a line of JSON for each.
import "./one-thread.ts";
const { tryHistory } = await import("./history.ts");
const { planted } = await import("./planted.ts");

const most = Number(process.argv[2]);
for (const [bug, bend] of Object.entries(planted)) {
  let seed = 0;
  let wrong: readonly string[] = [];
  while (wrong.length === 0 && seed < most) {
    seed += 1;
    const { first } = await tryHistory(seed, { bend: bend() });
    // An error that the product would never have thrown shows a bug as well, but not one of these.
    wrong = first.wrong.filter((sentence) => !sentence.includes("ended with"));
  }
  console.log(JSON.stringify({ bug, seed, wrong }));
}
