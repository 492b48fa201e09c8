import { plural } from "../../messages/plurals.ts";
import type { SendingMessages } from "../sending-messages.ts";

const words = (count: number): string =>
  `${count}\u00a0${plural("uk", count, { one: "слово", few: "слова", many: "слів" })}`;
const small = ["", "одне", "два", "три", "чотири", "п’ять", "шість"];

export const uk: SendingMessages = {
  back: "Назад",
  step: (step, of) => `${step} з ${of}`,
  next: "Далі",
  leaves: "Що піде з телефона",
  leavesOnly: "Лише це, і нічого більше. Ще не надіслано.",
  text: (count) => `Текст, ${words(count)}`,
  noText: "Без тексту",
  readIt: "Прочитати",
  foldIt: "Згорнути",
  photo: (size) => `Фото, ${size}`,
  paintOver: "Замалювати обличчя",
  cannotPaint: "Замалювати зараз не вийде. Потрібна мережа, раз і ненадовго",
  photoAlt: (number) => `Фото ${number} з розповіді`,
  sound: (length, size) => `Голос, ${length}, ${size}`,
  freed: "Місце, час і модель телефона з фото прибрано",
  freedSound: "У записі лише голос: ні часу, ні моделі телефона",
  nothingElse: "Ні номера телефона, ні пошти, ні місця, де ви зараз.",
  troops:
    "Не пишіть про військових: де вони, куди рухаються, чим озброєні. Це небезпечно для вас, і редакція такого не збирає.",
  terms: "Ваші умови",
  termsMore: "Їх можна змінити, поки розповідь не опублікована.",
  asLastTime: "Як минулого разу",
  moreTerms: "Більше умов: місце й дата",
  moreTermsUnset: "Не оберете — місця не назвуть.",
  words: {
    publish: {
      question: "Що можна зробити з розповіддю?",
      answers: { publish: "Так, опублікувати", "read-only": "Лише прочитати, не публікувати" },
    },
    approval: {
      question: "Показати вам готовий текст?",
      answers: {
        "show-first": "Так. Без моєї згоди не публікуйте",
        "no-need": "Ні, публікуйте без погодження",
      },
    },
    signature: {
      question: "Як підписати?",
      answers: { "own-name": "Моїм ім’ям", "other-name": "Іншим ім’ям", "no-name": "Без імені" },
    },
    photos: {
      question: "Чи можна опублікувати фото?",
      answers: { publish: "Так", "newsroom-only": "Ні, лише для редакції" },
    },
    voice: {
      question: "Чи може прозвучати ваш голос?",
      answers: {
        "may-be-heard": "Так, мене можуть упізнати",
        "words-only": "Ні, лише переказати",
      },
    },
    adult: { question: "Вам уже є 18?", answers: { yes: "Так", no: "Ні" } },
    harm: {
      question: "Чи може розповідь комусь зашкодити?",
      answers: { no: "Ні", "remove-marks": "Так, приберіть прикмети", "not-sure": "Не знаю" },
    },
    place: {
      question: "Як точно назвати місце?",
      answers: { town: "Місто чи село", region: "Лише область", none: "Не називати" },
    },
    when: {
      question: "Коли?",
      answers: { "as-soon-as-ready": "Щойно буде готово", "not-before": "Не раніше ніж…" },
    },
  },
  name: "Ім’я",
  day: "День",
  openQuestions: (count, names) =>
    `Ще ${small[count] ?? count} ${plural("uk", count, { one: "запитання", few: "запитання", many: "запитань" })}: ${names}`,
  questionNames: {
    publish: "що можна зробити",
    approval: "готовий текст",
    signature: "підпис",
    photos: "фото",
    voice: "голос",
    adult: "вік",
    harm: "безпека",
    place: "місце",
    when: "день",
  },
  answerThis: "Оберіть відповідь",
  nameThis: "Впишіть ім’я",
  envelope: "Лист готовий",
  onlyNewsroom: "Відкрити зможе лише редакція",
  copyStays: "Ваша копія лишиться тут, доки її не викинете",
  seal: "Запечатати й надіслати",
  sealing: "Запечатується…",
  keysOutOfDate: "Ключі редакції застаріли. Запечатати зможете після оновлення; текст збережено",
  changedElsewhere: "Текст щойно змінено в іншому вікні. Перегляньте, що піде, ще раз",
  textTooBig: "Текст завеликий для одного листа. Поділіть його на дві розповіді",
  photoTooBig: "Одне з фото завелике. Приберіть його або додайте менше",
  photoMissing: "Одного з фото на телефоні вже немає. Приберіть його з розповіді",
  soundTooBig: "Один із записів завеликий. Вкоротіть його або приберіть",
  soundMissing: "Одного із записів на телефоні вже немає. Приберіть його з розповіді",
  sealingFailed: "Запечатати не вдалося. Нічого не надіслано; текст збережено",
  noRoom: "Бракує місця на телефоні. Нічого не надіслано; текст збережено",
  notSaved:
    "Телефон не приймає запису. Нічого не надіслано, останні слова ще не збережено. Не закривайте",
  toTheText: "До тексту",
};
