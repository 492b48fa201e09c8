// Words whose forms the dictionary lists one by one, as if each were a word of its own. A reader looks for any and means all.
import type { Lemma } from "./hunspell.ts";

const groups = `люди людей людям людьми людях
діти дітей дітям дітьми дітях
друг друга другові другом друзі друзів друзям друзями друзях
дівчата дівчат дівчатам дівчатами дівчатах
око очі очей очам очима очах
мати матері матір матір'ю матерів матерям матерями матерях
могти міг могла могло могли можу можеш може можемо можете можуть
вистачити вистачить вистачило вистачає вистачало вистачатиме
полягати полягає полягають полягала полягало полягали полягав
кілька кількох кільком кількома
багато багатьох багатьом багатьма`
  .split("\n")
  .map((line) => line.split(" "));

const endings = ["а", "у", "ові", "ом", "им", "і"];

/** Such words, gathered: the irregular ones, and names in -ськ, -ов, -ін that stand form by form. */
export function gatherSplit(lemmas: readonly Lemma[]): readonly Lemma[] {
  const alone = new Set(lemmas.filter(({ forms }) => forms.length === 1).map(({ name }) => name));
  const names = [...alone].filter((name) => /^[А-ЯІЇЄ][а-яіїє']{2,}[вкн]$/.test(name));
  const gathered = names.map((name) => ({
    name,
    forms: [name, ...endings.map((ending) => name + ending).filter((form) => alone.has(form))],
  }));
  return [
    ...groups.map(([name = "", ...forms]) => ({ name, forms: [name, ...forms] })),
    ...gathered.filter(({ forms }) => forms.length > 1),
  ];
}
