import { wordsUk } from "../../rendering/words-uk.ts";
import type { ChecklistLine } from "../../protocol/checklist.ts";
import type { Tab } from "../inbox-line.ts";
import type { Obstacle } from "../readiness.ts";
import type { Terms } from "../../protocol/story.ts";

const plural = new Intl.PluralRules("uk");
const count = (n: number, one: string, few: string, many: string): string => {
  const rule = plural.select(n);
  return `${n} ${rule === "one" ? one : rule === "few" ? few : many}`;
};
const { months } = wordsUk;
const languages: Readonly<Record<string, string>> = {
  uk: "укр.",
  en: "англ.",
  ru: "рос.",
  crh: "кримськотат.",
  pl: "пол.",
  ro: "рум.",
};
const dayOf = (day: string): string =>
  `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1] ?? ""}`;

/** The desk in Ukrainian; its shape is what every other language has to have. */
export const ukrainian = {
  language: "uk" as "uk" | "en",
  otherLanguage: "English",
  desk: "Редакція",
  trialLabel: "Демонстрація",
  trial: "Демонстрація: ключ пробний. Справжніх розповідей тут бути не повинно.",
  close: "Закрити",
  day: dayOf,
  today: "сьогодні",
  yesterday: "учора",
  time: (date: Date): string =>
    date.toLocaleTimeString("uk", { hour: "2-digit", minute: "2-digit" }),
  /** A language of a text, short. */
  languageName: (tag: string): string => languages[tag.split("-")[0] ?? ""] ?? tag,

  signIn: {
    title: "Вхід до редакції",
    checking: "Посилання перевіряється…",
    why: {
      "no-link":
        "Сюди входять за одноразовим посиланням. Попросіть його в того, хто доглядає сервер: воно діє десять хвилин.",
      "link-spent":
        "Це посилання вже використане або застаріле: воно діє один раз і десять хвилин. Попросіть нове.",
      ended: "Час входу минув. Попросіть нове посилання.",
      unreachable: "Сервер редакції не відповідає. Нічого не втрачено.",
      left: "Ви вийшли. Ключ закрито, відкритих розповідей на цьому комп’ютері не лишилося.",
    },
    again: "Спробувати ще раз",
  },
  key: {
    title: "Відкрийте ключ редакції",
    lead: "Розповіді відкриваються тут, на цьому комп’ютері. Ключ і пароль нікуди з нього не підуть, і сервер їх не побачить.",
    file: "Файл ключа",
    choose: "Вибрати файл",
    chosen: "Файл вибрано",
    passphrase: "Пароль до ключа",
    show: "Показати пароль",
    hide: "Сховати пароль",
    open: "Відкрити ключ",
    opening: "Ключ відкривається, це кілька секунд…",
    why: {
      "wrong-passphrase": "Пароль не підходить. Перевірте розкладку клавіатури.",
      "not-a-key-file": "Це не файл ключа редакції. Потрібен файл age, захищений паролем.",
      time: "Минуло вісім годин, і ключ закрито. Відкрийте його знову.",
    },
    openUntil: (time: string): string => `Ключ відкрито до ${time}`,
    close: "Закрити ключ",
  },
  signOut: "Вийти",
  tabs: {
    new: "Нові",
    working: "У роботі",
    published: "Опубліковані",
    declined: "Відхилені",
  } satisfies Record<Tab, string>,
  tabsLabel: "Розповіді за станом",
  list: {
    label: "Розповіді",
    search: (n: number): string => `Пошук у ${count(n, "розповіді", "розповідях", "розповідях")}`,
    searchLabel: "Пошук у розповідях або за квитанцією",
    empty: {
      new: "Нових розповідей немає",
      working: "Зараз у роботі нічого немає",
      published: "Опублікованих розповідей ще немає",
      declined: "Відхилених розповідей немає",
    } satisfies Record<Tab, string>,
    nothing: "Нічого не знайшлося. Спробуйте коротше слово",
    loading: "Завантажується, що надійшло…",
    unreachable: "Сервер редакції не відповідає. Нічого не втрачено.",
    again: "Спробувати ще раз",
    untitled: "Без назви",
    opening: "Відкривається…",
    closed: "Не відкривається цим ключем",
    broken: "Усередині не розповідь",
    gone: "Запечатане вже забрано з сервера",
    notFetched: "Не завантажилося",
    minor: "до 18 років",
    harm: "може зашкодити іншим",
    photos: (n: number): string => `${n} фото`,
    recordings: (n: number): string => count(n, "запис", "записи", "записів"),
    receipt: (code: string): string => `Квитанція ${code}`,
    unread: "ще не прочитано",
    state: { declined: "відхилено", withdrawn: "відкликано" },
  },
  story: {
    choose: "Виберіть розповідь зі списку",
    back: "До списку",
    received: (day: string): string => `Отримано ${day}`,
    words: (n: number): string => count(n, "слово", "слова", "слів"),
    part: "Продовження іншої розповіді",
    title: "Заголовок",
    summary: "Короткий вступ (можна без нього)",
    text: (n: number): string => `Частина тексту ${n}`,
    photo: (n: number): string => `Фото ${n}`,
    alt: "Опис для незрячих",
    altHint: "Що на фото, одним реченням",
    caption: "Підпис під фото",
    include: "Лишити у статті",
    photoNewsroom: "Фото лише для редакції: у статтю не потрапить",
    recording: (n: number): string => `Запис ${n}`,
    includeSound: "Додати запис у статтю",
    soundState: {
      awaited: "Запис ще не дійшов",
      closed: "Запис не відкривається цим ключем",
      "not-as-said": "Запис пошкоджений або підмінений: він не той, що названий у розповіді",
      "not-a-recording": "Це не запис голосу",
      missing: "У розповіді такого запису немає",
      loading: "Запис відкривається…",
    },
    photoState: {
      awaited: "Фото ще не дійшло",
      closed: "Фото не відкривається цим ключем",
      "not-as-said": "Фото пошкоджене або підмінене: воно не те, що назване в розповіді",
      "not-a-picture": "Це не фото",
      "too-large": "Фото завелике, щоб безпечно його показати",
      missing: "У розповіді такого фото немає",
      loading: "Фото відкривається…",
    },
    cut: "Прибрати виділене",
    undo: "Повернути",
    language: "Мова тексту",
    verified: "Що перевірено (друкується під заголовком)",
    warning: "Попередження перед текстом, якщо читати важко",
    preview: "Як побачать читачі",
    edit: "До правки",
    previewPhoto: (alt: string): string => `Фото: ${alt}`,
    brokenTitle: "Цю розповідь не вдалося відкрити",
    closedText:
      "Вона запечатана не для цього ключа або пошкоджена дорогою. Спробуйте резервний ключ; запечатане лишається на сервері.",
    brokenText:
      "Вона відкривається, але всередині не те, що надсилає «Сонях». Нічого з неї не показано й не запущено.",
    goneText: "Редакція забрала її з сервера раніше; вона у вивезених файлах.",
    notFetchedText: "Мережа обірвалася. Спробуйте ще раз.",
    technical: (why: string): string => `Для того, хто доглядає сервер: ${why}`,
  },
  terms: {
    title: "Умови",
    publish: "Публікувати",
    publishIs: { publish: "Так", "read-only": "Ні, лише прочитати" } satisfies Record<
      Terms["publish"],
      string
    >,
    approval: "Готовий текст",
    approvalIs: {
      "show-first": "Показати перед публікацією",
      "no-need": "Публікувати без погодження",
    },
    signature: "Підпис",
    ownName: (name: string): string => `${name} (своє ім’я)`,
    otherName: (name: string): string => `${name} (інше ім’я)`,
    noName: "Без імені",
    photos: "Фото",
    photosAre: { publish: "Так", "newsroom-only": "Ні, лише для редакції" },
    voice: "Голос",
    voiceIs: { "may-be-heard": "Може прозвучати", "words-only": "Ні, лише переказати" },
    place: "Місце",
    placeIs: { town: "Місто чи село", region: "Лише область", none: "Не називати" },
    when: "Коли",
    notBefore: (day: string): string => `Не раніше ніж ${day}`,
    age: "Вік",
    adult: "18 або більше",
    minor: "До 18 років",
    harm: "Чи зашкодить",
    harmIs: {
      no: "Ні",
      "remove-marks": "Прибрати прикмети",
      "not-sure": "Не знаю",
    } satisfies Record<Terms["harm"], string>,
    unset: "Не сказано, тож ні",
    note: "Діють, доки автор їх не змінить.",
    wording: "Як це стояло на екрані автора",
  },
  notes: {
    withdrawn:
      "Розповідь відкликано з телефона автора. Вона знята й видалена; друкувати її не можна.",
    changed: "Умови змінено з телефона автора. Діють нові.",
    former: "Якими умови були",
    outByFormer:
      "Статтю опубліковано за попередніми умовами. Перевірте підпис і фото; якщо вони вже не дозволені — зніміть її.",
    unreadable: (n: number): string =>
      `${count(n, "повідомлення", "повідомлення", "повідомлень")} про цю розповідь не вдалося прочитати: підпис не належить авторові або потрібна новіша версія цієї сторінки.`,

    listChanged: "умови змінено",
    overdue: "чекає понад 14 днів",
  },
  checklist: {
    title: "Перед публікацією",
    lines: {
      people: "Прибрано імена й прикмети тих, хто не давав згоди",
      troops: "Нічого про позиції, рух чи техніку військ",
      place: "Місце — не точніше, ніж дозволено",
      faces: "На фото немає облич і адрес",
      facts: "Факти перевірено або позначено",
      alt: "Опис до кожного фото",
    } satisfies Record<ChecklistLine, string>,
    secondEditor: "Погоджено з іще одним редактором",
    voiceOut: "Запис голосу не потрапить у статтю: на це немає дозволу. Переказати його можна.",
    photosOut: "Фото не потраплять у статтю: вони лише для редакції.",
  },
  publish: {
    button: "Опублікувати",
    busy: "Публікується…",
    done: "Опубліковано. Телефони читачів отримають статтю з наступними новинами.",
    open: "Відкрити статтю",
    refused: (why: string): string => `Сервер не опублікував: ${why}`,
    unreachable:
      "Сервер не відповідає. Текст лишився тут; спробуйте ще раз, двічі не опублікується.",
    cannot: "Опублікувати ще не можна",
    why: (obstacle: Obstacle): string => {
      switch (obstacle.kind) {
        case "read-only":
          return "Дозволено лише прочитати.";
        case "show-first":
          return "Автор хоче спершу побачити готовий текст. Погодження на телефоні з’явиться в наступній версії, тож друкувати поки не можна.";
        case "not-before":
          return `Автор просить не раніше ніж ${dayOf(obstacle.day)}.`;
        case "decided":
          return obstacle.state === "declined" ? "Розповідь відхилено." : "Розповідь відкликано.";
        case "title":
          return "Немає заголовка.";
        case "empty":
          return "Немає тексту.";
        case "language":
          return "Мову тексту записано не так: потрібно «uk», «en», «ru».";
        case "unticked":
          return "Не всі рядки позначено.";
        case "second-editor":
          return "Потрібна згода ще одного редактора.";
        case "alt":
          return `Фото ${obstacle.photo} без опису для незрячих.`;
        case "sound-not-ready":
          return `Запис ${obstacle.sound} ще не відкрито: зачекайте або приберіть його зі статті.`;
        case "photo-not-ready":
          return `Фото ${obstacle.photo} не відкрите: дочекайтеся або приберіть його зі статті.`;
      }
    },
  },
  decline: {
    button: "Відхилити",
    sure: "Відхилити? На телефоні автора буде «Не буде опубліковано».",
    yes: "Відхилити",
    no: "Лишити",
    done: "Відхилено",
  },
  retract: {
    button: "На прохання автора",
    sure: "Позначити відкликаною на прохання автора? Опублікувати її вже не вийде.",
    yes: "Позначити",
    no: "Лишити",
    done: "Відкликано",
  },
  withdraw: {
    button: "Зняти з публікації",
    sure: "Зняти? Стаття зникне з телефонів, щойно ті оновляться. Повернути її під цим номером не можна.",
    yes: "Зняти",
    no: "Лишити",
  },
  keys: {
    move: "наступна, попередня",
    cut: "прибрати виділене",
    undo: "повернути",
  },
};
