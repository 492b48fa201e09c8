// What a person reads and writes in the pictures: names of the interface as they are pressed, and stories of our own.
import type { Language } from "./camera.ts";

export interface StoryText {
  readonly title: string;
  readonly text: string;
}

export interface Texts {
  readonly ready: string;
  readonly article: string;
  readonly others: readonly [string, string];
  readonly missing: string;
  readonly privacy: string;
  readonly look: string;
  readonly keep: string;
  readonly back: string;
  readonly shelf: string;
  readonly settings: string;
  readonly search: string;
  /** Forms of words that are in the articles. */
  readonly wanted: string;
  readonly install: string;
  readonly offline: string;
  readonly notHere: string;

  readonly write: string;
  readonly myStories: string;
  readonly newStory: string;
  readonly title: string;
  readonly story: string;
  readonly continued: string;
  readonly caption: string;
  readonly record: string;
  readonly saved: string;
  readonly more: string;
  readonly discardDraft: string;
  readonly changeTerms: string;
  readonly withdraw: string;
  readonly saveAsFile: string;
  readonly openFromFile: string;
  readonly saveFile: string;
  readonly close: string;
  readonly photoTools: string;
  readonly paintOver: string;
  readonly keepWriting: string;
  readonly earlier: string;
  readonly asItWas: string;
  readonly send: string;
  readonly next: string;
  readonly answers: readonly (readonly [question: RegExp, answer: string])[];
  /** Some are asked only where there is something to ask about. */
  readonly lastAnswers: readonly (readonly [
    question: RegExp,
    answer: string,
    about?: "photos" | "voice",
  ])[];
  readonly name: readonly [label: string, name: string];
  /** What is answered when terms are changed. */
  readonly strictAnswers: readonly (readonly [question: RegExp, answer: string])[];
  readonly sealTerms: string;
  readonly termsThere: string;
  readonly withdrawalThere: string;
  readonly tryNow: string;
  readonly silent: string;
  readonly asLastTime: string;
  readonly seal: string;

  readonly bread: StoryText & {
    readonly after: string;
    readonly caption: string;
    readonly alt: string;
  };
  readonly road: StoryText;
  readonly potatoes: StoryText;
  readonly letter: StoryText;

  readonly desk: {
    readonly key: string;
    readonly passphrase: string;
    readonly open: string;
    readonly alt: string;
    readonly publish: string;
    readonly published: string;
    readonly preview: string;
    readonly decline: string;
    readonly declinedTab: string;
    readonly takenBack: string;
  };
}

const uk: Texts = {
  ready: "Можна читати без мережі",
  article: "Одинадцяте листопада: місто, яке дочекалося",
  others: ["Насіння в кишені", "Без мережі, але з газетою"],
  missing: "/a/sad-za-richkoiu",
  privacy: "/uk/privacy",
  look: "Вигляд",
  keep: "На полицю",
  back: "Назад",
  shelf: "Полиця",
  settings: "Налаштування",
  search: "Пошук",
  wanted: "містом",
  install: "Додати на екран",
  offline: "Без мережі.",
  notHere: "Цієї статті ще немає на телефоні",

  write: "Писати",
  myStories: "Мої розповіді",
  newStory: "Нова розповідь",
  title: "Заголовок",
  story: "Розповідь",
  continued: "Продовження 2",
  caption: "Підпис до фото",
  record: "Записати голос",
  saved: "Збережено на цьому телефоні",
  more: "Ще",
  discardDraft: "Викинути чернетку",
  changeTerms: "Змінити умови",
  withdraw: "Відкликати",
  saveAsFile: "Зберегти файлом",
  openFromFile: "Відкрити чернетку з файлу",
  saveFile: "Зберегти файл",
  close: "Закрити",
  photoTools: "Що зробити з фото 1",
  paintOver: "Замалювати обличчя",
  keepWriting: "Писати далі",
  earlier: "Як було раніше",
  asItWas: "Зробити, як було",
  send: "Надіслати",
  next: "Далі",
  answers: [
    [/зробити/, "Так, опублікувати"],
    [/готовий текст/, "Ні, публікуйте без погодження"],
    [/підписати/, "Іншим ім’ям"],
  ],
  lastAnswers: [
    [/фото/, "Так", "photos"],
    [/голос/, "Так, мене можуть упізнати", "voice"],
    [/18/, "Так"],
    [/зашкодити/, "Ні"],
  ],
  name: ["Ім’я", "Леся"],
  strictAnswers: [
    [/зробити/, "Лише прочитати, не публікувати"],
    [/18/, "Так"],
    [/зашкодити/, "Так, приберіть прикмети"],
  ],
  sealTerms: "Запечатати нові умови",
  termsThere: "Нові умови в редакції",
  withdrawalThere: "Відкликання в редакції",
  tryNow: "Спробувати зараз",
  silent: "Редакція зараз не відповідає",
  asLastTime: "Як минулого разу",
  seal: "Запечатати й надіслати",

  bread: {
    title: "Хліб на всіх",
    text: "У березні в нашій пекарні закінчилися дріжджі, і тітка Оля згадала про закваску. Вона пекла просто у дворі, на цеглі.",
    after:
      "Ми ділили кожну на дев’ять частин. Мій син досі ріже хліб на дев’ять, хоч нас удома четверо.",
    caption: "Перша хлібина, 19 березня",
    alt: "Підсмажена хлібина на рушнику біля вікна, поруч біла кварта",
  },
  road: {
    title: "Дорога з села",
    text: "Ми їхали через поля чотири години, і бабуся всю дорогу тримала на колінах горщик із м’ятою.",
  },
  potatoes: {
    title: "Картопля в травні",
    text: "Садили потемки, навпомацки, і сміялися, що восени копатимемо, мов скарб.",
  },
  letter: {
    title: "Лист сестрі",
    text: "Я пишу його вже третій рік, по кілька рядків. Сьогодні нарешті знаю, чим він закінчиться.",
  },
  desk: {
    key: "Файл ключа",
    passphrase: "Пароль до ключа",
    open: "Відкрити ключ",
    alt: "Опис для незрячих",
    publish: "Опублікувати",
    published: "Зняти з публікації",
    preview: "Як побачать читачі",
    decline: "Відхилити",
    declinedTab: "Відхилені",
    takenBack: "відкликано",
  },
};

const en: Texts = {
  ready: "You can read offline",
  article: "The eleventh of November",
  others: ["Seeds in your pocket", "No network, but still"],
  missing: "/a/orchard-over-the-river",
  privacy: "/en/privacy",
  look: "Text",
  keep: "Put on shelf",
  back: "Back",
  shelf: "Shelf",
  settings: "Settings",
  search: "Search",
  wanted: "cities",
  install: "Put on home screen",
  offline: "Offline.",
  notHere: "This article is not on your phone yet",

  write: "Write",
  myStories: "My stories",
  newStory: "New story",
  title: "Title",
  story: "Story",
  continued: "Continued 2",
  caption: "Caption",
  record: "Record your voice",
  saved: "Saved on this phone",
  more: "More",
  keepWriting: "Keep writing",
  earlier: "How it was before",
  asItWas: "Make it as it was",
  discardDraft: "Discard draft",
  changeTerms: "Change terms",
  withdraw: "Withdraw",
  saveAsFile: "Save as a file",
  openFromFile: "Open a draft from a file",
  saveFile: "Save the file",
  close: "Close",
  photoTools: "What to do with photo 1",
  paintOver: "Paint over faces",
  send: "Send",
  next: "Next",
  answers: [
    [/done with/, "Yes, publish it"],
    [/finished text/, "No, publish without asking again"],
    [/Whose name/, "Another name"],
  ],
  lastAnswers: [
    [/photos/, "Yes", "photos"],
    [/voice/, "Yes, I may be recognised", "voice"],
    [/18/, "Yes"],
    [/harm/, "No"],
  ],
  name: ["Name", "Lesia"],
  strictAnswers: [
    [/done with/, "Only read it, do not publish"],
    [/18/, "Yes"],
    [/harm/, "Yes, remove what identifies them"],
  ],
  sealTerms: "Seal the new terms",
  termsThere: "The newsroom has the new terms",
  withdrawalThere: "The newsroom has the withdrawal",
  tryNow: "Try now",
  silent: "The newsroom does not answer now",
  asLastTime: "As last time",
  seal: "Seal and send",

  bread: {
    title: "Bread for everyone",
    text: "In March our bakery ran out of yeast, and aunt Olia remembered sourdough. She baked right in the yard, on bricks.",
    after:
      "We cut each loaf into nine pieces. My son still cuts bread into nine, though there are four of us at home.",
    caption: "The first loaf, 19 March",
    alt: "A browned loaf on a towel by a window, a white mug beside it",
  },
  road: {
    title: "The road from the village",
    text: "We drove through the fields for four hours, and grandmother held a pot of mint on her knees all the way.",
  },
  potatoes: {
    title: "Potatoes in May",
    text: "We planted in the dark, by touch, and laughed that in autumn we would dig them like treasure.",
  },
  letter: {
    title: "A letter to my sister",
    text: "I have been writing it for three years, a few lines at a time. Today I know at last how it ends.",
  },
  desk: {
    key: "Key file",
    passphrase: "passphrase",
    open: "Open the key",
    alt: "Description for",
    publish: "Publish",
    published: "Take it down",
    preview: "As readers will see it",
    decline: "Decline",
    declinedTab: "Declined",
    takenBack: "withdrawn",
  },
};

export const textsIn = (language: Language): Texts => ({ uk, en })[language];
