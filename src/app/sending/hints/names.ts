import { matching, type Pattern } from "./patterns.ts";

/** Beginnings of given names, Ukrainian and Russian: their endings change, these do not. */
const given =
  "Олександр|Александр|Олекс|Алексе|Анатол|Андрі|Андре|Антон|Арсен|Артем|Артём|Арту|Богдан|Борис|Вадим|Валенти|Валер|Васил|Васи|Вікт|Викт|Віктор|Виктор|Віта|Вита|Володимир|Владимир|Владислав|Всеволод|В’ячеслав|В'ячеслав|Вячеслав|Гали|Геннад|Георг|Григор|Данил|Дани|Денис|Дмитр|Евген|Євген|Едуард|Эдуард|Іван|Иван|Ігор|Игор|Ілл|Иль|Інн|Инн|Ірин|Ирин|Катерин|Екатерин|Кирил|Кирилл|Клавд|Костянтин|Константин|Ксен|Лари|Лес|Лід|Лид|Лілі|Лили|Любов|Людмил|Макс|Максим|Марин|Марі|Мари|Март|Матв|Микит|Никит|Микол|Никол|Мирослав|Михайл|Михаил|Мих|Над|Назар|Наталі|Натал|Наташ|Нін|Нин|Оксан|Олег|Олен|Елен|Ольг|Олі|Павл|Петр|Пётр|Платон|Полін|Полин|Раїс|Раис|Роман|Ростислав|Руслан|Світлан|Светлан|Святослав|Серг|Сергі|Серге|Софі|Софь|Софи|Станіслав|Станислав|Степан|Тамар|Тарас|Тетян|Татьян|Тимоф|Тимур|Федор|Фёдор|Федір|Христин|Кристин|Юлі|Юли|Юр|Юрі|Юри|Яков|Як|Яна|Ян|Ярослав|Юл|Ол|Даш|Сон|Тан|Вал|Люд|Ліл|Роз|Панас|Пилип|Прокіп|Опанас|Семен|Семён|Савел|Гаврил|Кузьм|Лук|Омел|Охрім|Клим|Єгор|Егор|Герман|Гліб|Глеб|Вітал|Витал|Вероні|Верони|Одарк|Параск|Федос|Мотр|Явдох|Горпин|Устин|Стеф|Терез|Альон|Алён|Ален|Альб|Кір|Мир|Нел|Регін|Рим|Серафим|Елін|Эл|Ем|Эм|Ївг|Гнат|Йосип|Іосиф|Иосиф|Леон|Лука|Макар|Мелан|Оріс|Орис|Свирид|Стах|Трохим|Трофим|Філіп|Филипп|Яким|Ад|Амін|Рустем|Ельдар|Энвер|Енвер|Зарем|Лемар|Ніяр|Зінаїд|Зинаид|Зо|Вір|Вер|Ган|Анн|Ані|Ан|Алл|Алін|Алин|Аліс|Алис|Насті|Наст|Анастас|Дар|Діан|Диан|Єлизавет|Елизавет|Ліз|Лиз|Злат|Каріна|Карин|Крістін|Мілан|Милан|Олес|Поліна|Рит|Сніжан|Снежан|Стас|Саш|Саш|Маш|Миш|Міш|Кол|Вол|Вов|Льош|Лёш|Діма|Дим|Женя|Жен|Петр|Левк|Лев|Марк|Остап|Орест|Зенов|Соломі|Уля|Уля|Уляна|Улян|Захар|Демид|Емі|Ема";
const initials = "[А-ЯІЇЄҐA-Z]\\.\\s?(?:[А-ЯІЇЄҐA-Z]\\.\\s?)?";
const capital = "[А-ЯІЇЄҐ][а-яіїєґё’'ʼ]{1,20}(?:-[А-ЯІЇЄҐ][а-яіїєґё’'ʼ]{1,20})?";
/** A surname by its end, in any case: -енко, -чук, -ський, -ова, -ін … */
const surname =
  "[А-ЯІЇЄҐ][а-яіїєґё’'ʼ]{1,18}(?:енк(?:о|а|у|ом|ові|ою)|ейк(?:о|а|у|ом)|очк(?:о|а|у|ом)|ічк(?:о|а|у)|(?:ч|щ)ук(?:а|у|ом|ові|ів|и|ами)?|ук(?:а|у|ом|ові)|юк(?:а|у|ом|ові)?|(?:ськ|цьк|зьк|ск|цк)(?:ий|ого|ому|им|а|ої|ій|у|ою|ая|ой|ую|их|і|ие)|(?:ов|ев|єв|ьов|ёв|ін|їн|ин|ын)(?:а|у|ым|им|ой|ою|ій|і|е|ої|ы)?|(?:ишин|иха|иш|ець|ця|цем|цеві|як|яка|яку|яком|ак|ака|аку|аком|ик|ика|ику|иком|ів|ова|ович|івськ)\\p{L}{0,3}|ко|ба|да|ла|ра|та|га|ха|ша|ер|ель|ян|яна|яну|ян|дзе|швілі|швили)";
const patronymic =
  "[А-ЯІЇЄҐ][а-яіїєґё’'ʼ]{2,14}(?:ович(?:а|у|ем|ем|еві)?|евич(?:а|у|ем)?|йович(?:а|у|ем)?|івн(?:а|и|і|у|ою)|ївн(?:а|и|і|у|ою)|овн(?:а|ы|е|у|ой)|евн(?:а|ы|е|у|ой)|ічн(?:а|и|і|у|ою)|инич(?:на|ны)?|ич(?:а|у|ем)?)";
const givenWord = `(?:${given})[а-яіїєґё’'ʼ]{0,6}`;

/** People of history and of public life: everybody may be written about, they are no hint. */
const known =
  /^(?:Тарас\p{L}*\sШевченк|Лес[яіьїюе]\p{L}*\sУкраїнк|Іван\p{L}*\sФранк|Богдан\p{L}*\sХмельниц|Григор\p{L}*\sСковород|Степан\p{L}*\sБандер|Михайл\p{L}*\sГрушевськ|Володимир\p{L}*\sЗеленськ|Владимир\p{L}*\sПутин|Володимир\p{L}*\sПутін|Лін[аиіу]\p{L}*\sКостенк|Василь?\p{L}*\sСтус|Микол\p{L}*\sГогол|Серг\p{L}*\sЖадан|Юр\p{L}*\sГагарін|Юр\p{L}*\sГагарин|Ярослав\p{L}*\sМудр|Княгин\p{L}*\sОльг|Нов\p{L}*\sКаховк|Біл\p{L}*\sЦеркв|Іван\p{L}*\sКупал|Свят\p{L}*)/u;

/** Also where the name goes on behind the match, or begins within it. */
const isNobodyKnown = ({ 0: written, index }: RegExpExecArray, text: string): boolean =>
  Array.from(written.matchAll(/(?:^|\s)(?=\p{Lu})/gu)).every(
    ({ index: at, 0: gap }) => !known.test(text.slice(index + at + gap.length, index + at + 60)),
  );

const givenThenSurname = matching(
  new RegExp(`${givenWord}\\s(?:${patronymic}\\s)?${surname}`, "gu"),
  isNobodyKnown,
);
const givenThenAny = matching(new RegExp(`${givenWord}\\s${capital}`, "gu"), (match, text) => {
  const last = match[0].split(/\s/u).at(-1) ?? "";
  return (
    isNobodyKnown(match, text) &&
    !isPlaceWord(last) &&
    !startsSentence(text, match.index + match[0].length)
  );
});
const surnameThenGiven = matching(
  new RegExp(`${surname}\\s${givenWord}(?:\\s${patronymic})?`, "gu"),
  isNobodyKnown,
);
const withPatronymic = matching(new RegExp(`${capital}\\s${patronymic}`, "gu"), isNobodyKnown);
const withInitials = matching(
  new RegExp(`(?:${initials}${surname}|${surname}\\s${initials})`, "gu"),
);

/** Somebody named by what they are to the author or to the place. */
const relation =
  "(?:тіт(?:к|оньк|усь)|тьот|тёт|дяд(?:ьк|ечк)?|баб(?:ус|к|ул|ушк|ц)?|дід(?:ус)?|дед(?:ушк)?|сусід(?:к)?|сосед(?:к)?|кум|пан|панн|подру(?:г|з|ж)|друг|друз|приятел|товариш|коле[гз]|учител|вчител|лікар|врач|медсестр|директор|завідувач|староста|старост|голов|глав|священник|отц|отец|батюшк|брат|сестр|сест(?:ер|риц)|племінни|племянни|хресн|крёстн|чоловік|муж|дружин|жен|син|сын|дон(?:ьк|еч)|дочк|дочер|мам|тат|пап|хлопц|дівчин|кол[ие]ж|слідч|следовател|судд|судь|куратор|комендант|бригадир|фельдшер|акушер|викладач|тренер|фермер|водій|водит)";
const relationWord = new RegExp(`^${relation}\\p{L}{0,6}$`, "iu");
const byRelation = matching(
  new RegExp(
    `[А-ЯІЇЄҐа-яіїєґё]\\p{L}{2,14}\\s(${capital}(?:\\s(?:${patronymic}|${surname}))?)`,
    "gu",
  ),
  ([written, name = ""]) => {
    const [first = ""] = written.split(/\s/u);
    return (
      relationWord.test(first) &&
      (isGiven(name) || isSurname(name) || (byName.test(first) && !isPlaceWord(name)))
    );
  },
);

/** Before a name and hardly ever before another word with a capital. */
const byName =
  /^(?:пан(?:а|у|ові|ом|і|ею|ем)?|тітк\p{L}{1,2}|т[её]т[яиюе]\p{L}?|дядьк\p{L}{1,3}|дяд[яіиюе]\p{L}?|баб[аиуі]\p{L}?|дід\p{L}{0,3}|дед\p{L}{0,2}|кум\p{L}{0,2}|сусід\p{L}{1,3}|сосед\p{L}{1,3}|отець|отц\p{L}{1,3})$/iu;
const wholeSurname = new RegExp(`^${surname}$`, "u");
const isSurname = (name: string): boolean => wholeSurname.test(name);

const beginsGiven = new RegExp(
  `^(?:${given}|Ол|Кат|Ва|Ні|Ма|Ра|Лю|Та|Зі|Ми|Са|Юр|Ге|Же|Ві|Ле|То|Сл|Гр|Пе|Ар)`,
  "u",
);
const isGiven = (name: string): boolean => beginsGiven.test(name);

const placeWords =
  /^(?:Херсон|Харк|Київ|Киев|Маріупол|Мариупол|Одес|Львів|Львов|Донец|Луган|Крим|Крым|Україн|Украин|Рос|Дніпр|Днепр|Запоріж|Запорож|Миколаїв|Николаев|Бахмут|Каховк|Олешк|Бериславу?|Снігурівк|Генічес|Скадовс|Голої)/u;
const isPlaceWord = (word: string): boolean => placeWords.test(word);
/** Two capitals that meet over no full stop are still one sentence; nothing to refuse there. */
const startsSentence = (text: string, at: number): boolean => text.slice(at, at + 1) === "-";

const latinGiven =
  "Olena|Olha|Olga|Oksana|Iryna|Irina|Nataliia|Natalia|Natalya|Natasha|Tetiana|Tatiana|Svitlana|Svetlana|Mariia|Maria|Mary|Anna|Hanna|Kateryna|Catherine|Kate|Yuliia|Julia|Halyna|Lesia|Liudmyla|Lyudmila|Nadiia|Nina|Viktoriia|Victoria|Valentyna|Daria|Sofiia|Sofia|Oleksandr|Alexander|Oleksii|Alexei|Andrii|Andriy|Andrey|Andrew|Anton|Artem|Bohdan|Borys|Dmytro|Dmitry|Ihor|Igor|Ivan|John|Kyrylo|Maksym|Maxim|Mykhailo|Mikhail|Michael|Mykola|Nikolai|Nicholas|Oleh|Oleg|Pavlo|Pavel|Paul|Petro|Peter|Roman|Ruslan|Serhii|Serhiy|Sergei|Stepan|Taras|Vadym|Vasyl|Viktor|Victor|Vitalii|Vitaliy|Volodymyr|Vladimir|Yaroslav|Yevhen|Eugene|Yurii|Yuri|George|James|David|Robert|Thomas|Sarah|Emma|Alice";
const latinFull = matching(
  new RegExp(`(?:${latinGiven})(?:\\s[A-Z]\\.)?\\s[A-Z][a-z’'-]{2,20}(?:-[A-Z][a-z]{2,20})?`, "gu"),
  ([written]) =>
    !/^(?:Taras Shevchenko|Lesia Ukrainka|Ivan Franko|Volodymyr Zelensky\w*|Vladimir Putin|Bohdan Khmelnytsk\w*)/.test(
      written,
    ),
);
const latinTitle = matching(
  /(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Aunt|Auntie|Uncle|Grandma|Grandpa|Father|Sister)\.?\s[A-Z][a-z’'-]{1,20}(?:\s[A-Z][a-z’'-]{1,20})?/gu,
);
const latinRelation = matching(
  new RegExp(
    `(?:aunt|uncle|neighbou?r|friend|brother|sister|cousin|doctor|teacher|nurse|grandma|grandpa)\\s((?:${latinGiven}|[A-Z][a-z]{2,12})(?:\\s[A-Z][a-z]{2,20})?)`,
    "gu",
  ),
);

/** Names by which a person can be found. */
export const namePatterns: readonly Pattern[] = [
  givenThenSurname,
  givenThenAny,
  surnameThenGiven,
  withPatronymic,
  withInitials,
  byRelation,
  latinFull,
  latinTitle,
  latinRelation,
];
