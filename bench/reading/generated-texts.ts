// Texts to measure with where no corpus is given: sentences of Ukrainian words, the same for the same seed, in no way meaningful,
// about as long and as compressible as newspaper prose.
const words =
  `місто вечір світло вода хліб дорога сестра мати батько сусід двір вікно школа потяг черга аптека лікар зима весна
літо осінь ранок ніч свічка радіо новина телефон лист слово книга пісня дитина внук бабуся дід пекарня ринок площа
річка міст берег поле сад яблуня насіння соняшник кишеня пам’ять історія правда робота руки серце голос тиша сирена
укриття підвал ліхтар ковдра чай каша борщ картопля сіль сніг дощ вітер туман сонце зоря місяць небо земля дім`.split(
    /\s+/,
  );
const verbs =
  `прийшла лишилося згадує несе чекає пише читає слухає варить ділить тримає шукає знайшли принесли розповіли
бачили чули знали вірили боялися сміялися мовчали йшли стояли сиділи співали купили зберегли посадили виросло`.split(
    /\s+/,
  );
const small =
  "і та але бо коли що як де після перед біля через разом потім знову ще вже тоді там тут".split(
    " ",
  );

/** mulberry32: small, and the same everywhere. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` plain texts of about `length` characters each. */
export function generateTexts(count: number, length = 5_100, seed = 11): readonly string[] {
  const random = createRandom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? "";
  const sentence = (): string => {
    const parts = Array.from(
      { length: 2 + Math.floor(random() * 4) },
      () => `${pick(small)} ${pick(words)} ${pick(verbs)}`,
    );
    const text = parts.join(", ");
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  return Array.from({ length: count }, () => {
    let text = sentence();
    while (text.length < length) text += (random() < 0.15 ? "\n\n" : " ") + sentence();
    return text;
  });
}
