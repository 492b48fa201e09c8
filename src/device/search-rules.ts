/** Rules as text: what a tool writes once and a phone reads. Every letter of it is printable and none needs escaping. */
export interface WrittenRules {
  /** Changes apart by spaces: how many letters to cut, in one digit, and the letters to add. */
  readonly changes: string;
  /** Sets of changes apart by spaces: numbers as {@link digits} write them. */
  readonly sets: string;
  /** The endings, depth first: a letter with a rule, one without, {@link end} where an ending has no longer ones left. */
  readonly tree: string;
  /** For each letter with a rule in the tree, the number of its set. */
  readonly rules: string;
}

/** The letters of an ending; the last stands for the beginning of the word. */
export const letters = "абвгдеєжзиіїйклмнопрстуфхцчшщьюя^";
/** How the tree writes them where they have a rule, and where they have none. */
export const withRule = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&*+";
export const without = "abcdefghijklmnopqrstuvwxyz,-/:;<=";
export const end = ".";

// Numbers below `ones` take one character, others two.
const digits =
  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+,-./:;<=>?@[]^_{|}~";
const ones = 50;

export function writeNumber(number: number): string {
  if (number < ones) return digits.charAt(number);
  const rest = number - ones;
  const first = ones + Math.floor(rest / digits.length);
  if (first >= digits.length) throw new Error(`${number} has no two digits`);
  return digits.charAt(first) + digits.charAt(rest % digits.length);
}

function readNumbers(text: string): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const first = digits.indexOf(text.charAt(at));
    if (first < ones) numbers.push(first);
    else {
      at += 1;
      numbers.push(ones + (first - ones) * digits.length + digits.indexOf(text.charAt(at)));
    }
  }
  return numbers;
}

/** Shorter words are all known: what an ending alone makes of a longer one is none of them. */
const shortestGuess = 3;

/** The changes that the longest known ending of a word calls for, made: what its forms have in common. */
export type Ruled = (word: string) => readonly string[];

/** Reads rules. Takes some milliseconds; each word then takes about one thousandth of one. */
export function readRules(written: WrittenRules): Ruled {
  const changes = written.changes.split(" ").map((change) => ({
    strip: Number(change.charAt(0)),
    add: change.slice(1),
  }));
  const sets = written.sets.split(" ").map(readNumbers);
  const { letter, set, first, next } = readTree(written);

  return (word) => {
    let node = 0;
    let rule = set[0] ?? 0;
    let isWhole = false;
    for (let at = word.length - 1; at >= -1; at -= 1) {
      const wanted = at < 0 ? letters.length - 1 : letters.indexOf(word.charAt(at));
      node = first[node] ?? 0;
      while (node !== 0 && letter[node] !== wanted) node = next[node] ?? 0;
      if (node === 0) break;
      const own = set[node] ?? -1;
      if (own < 0) continue;
      rule = own;
      isWhole = at < 0;
    }
    const shortest = isWhole ? 1 : shortestGuess;
    const made = (sets[rule] ?? []).flatMap((number) => {
      const change = changes[number];
      if (change === undefined || change.strip > word.length) return [];
      const one = word.slice(0, word.length - change.strip) + change.add;
      return one.length < Math.min(shortest, word.length) ? [] : [one];
    });
    return made.length === 0 ? [word] : made;
  };
}

interface Tree {
  readonly letter: Uint8Array;
  /** −1 where an ending has no rule of its own. */
  readonly set: Int16Array;
  /** The first longer ending, and the next of the same length; 0 for none. */
  readonly first: Uint32Array;
  readonly next: Uint32Array;
}

function readTree({ tree, rules }: WrittenRules): Tree {
  const sets = readNumbers(rules);
  const letter = new Uint8Array(tree.length + 1);
  const set = new Int16Array(tree.length + 1).fill(-1);
  const first = new Uint32Array(tree.length + 1);
  const next = new Uint32Array(tree.length + 1);
  const open = [0];
  let count = 0;
  let ruled = 0;
  set[0] = sets[ruled++] ?? 0;
  for (let at = 0; at < tree.length; at += 1) {
    const sign = tree.charAt(at);
    if (sign === end) {
      open.pop();
      continue;
    }
    const above = open.at(-1) ?? 0;
    const node = ++count;
    const own = withRule.indexOf(sign);
    letter[node] = own >= 0 ? own : without.indexOf(sign);
    if (own >= 0) set[node] = sets[ruled++] ?? 0;
    next[node] = first[above] ?? 0;
    first[above] = node;
    // Nothing stands in front of a word's beginning.
    if (letter[node] !== letters.length - 1) open.push(node);
  }
  return { letter, set, first, next };
}
