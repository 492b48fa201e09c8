// English forms: plurals, -ed, -ing, -er, -est by rule, and the words that go their own way by list.
const irregular = `be am is are was were been being|have has had having|do does did done doing|go goes went gone going
say said|make made|know knew known|take took taken|see saw seen|come came|think thought|get got gotten|give gave given
find found|tell told|become became|leave left|feel felt|put|bring brought|begin began begun|keep kept|hold held
write wrote written|stand stood|hear heard|let|mean meant|set|meet met|run ran|pay paid|sit sat|speak spoke spoken
lead led|read|grow grew grown|lose lost|fall fell fallen|send sent|build built|understand understood|draw drew drawn
break broke broken|spend spent|cut|rise rose risen|drive drove driven|buy bought|wear wore worn|choose chose chosen
fight fought|throw threw thrown|catch caught|teach taught|sell sold|seek sought|sing sang sung|sleep slept
shoot shot|win won|fly flew flown|forget forgot forgotten|hide hid hidden|eat ate eaten|drink drank drunk|die dying
lie lay lain lying|lay laid|strike struck|swim swam swum|wake woke woken|burn burnt|dream dreamt|learn learnt
flee fled|freeze froze frozen|shake shook shaken|steal stole stolen|bear bore born|bleed bled|blow blew blown
dig dug|feed fed|forgive forgave forgiven|ring rang rung|shine shone|swear swore sworn|tear tore torn|weep wept
man men|woman women|child children|foot feet|tooth teeth|mouse mice|person people|life lives|wife wives|knife knives
leaf leaves|half halves|loaf loaves|thief thieves|shelf shelves|wolf wolves|self selves|goose geese|ox oxen
good better best|bad worse worst|far further furthest|news|this these|that those|bus buses|gas gases|analysis analyses
crisis crises|basis bases|city cities|i me my mine|he him his|she her hers|they them their theirs|we us our ours`;

const lists = new Map(
  irregular.split(/[|\n]/).flatMap((group) => {
    const forms = group.split(" ");
    return forms.map((form) => [form, forms[0] ?? form] as const);
  }),
);

/** What the forms of an English word have in common. */
export function englishKeys(word: string): readonly string[] {
  const known = lists.get(word);
  return known === undefined ? [stem(word)] : [stem(known), ...forDoubt(word)];
}

// "saw" is a tool and "left" a side as well: such a word is found under itself too.
const forDoubt = (word: string): readonly string[] =>
  /^(saw|left|found|rose|lay|felt|leaves|lives|bore|shot|wound|bases|mean|her|his)$/.test(word)
    ? [stem(word)]
    : [];

function stem(word: string): string {
  if (word.length < 4 || /[^a-z]/.test(word)) return word;
  return endOf(withoutEnding(withoutPlural(word)));
}

function withoutPlural(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

function withoutEnding(word: string): string {
  const [, start = "", ending] = /^(.*?[aeiouy].*?)(ied|ed|ing|ier|iest)$/.exec(word) ?? [];
  if (ending === undefined || start.length < 2) return word;
  if (ending.startsWith("i") && ending !== "ing") return `${start}y`;
  // stopped → stop, but called → call.
  return /([^aeiouylsz])\1$/.test(start) ? start.slice(0, -1) : start;
}

// make, making and made meet without the e; cry, cries and cried with y.
const endOf = (word: string): string =>
  word.length > 3 && word.endsWith("e") ? word.slice(0, -1) : word;
