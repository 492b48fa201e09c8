import type { Found } from "./patterns.ts";

/** Words that by themselves tell where troops are, how many, or with what. */
const telling =
  /(?:дислок\p{L}*|передислок\p{L}*|склад\p{L}{0,3}\s(?:з\s)?(?:бо[еє]?припас\p{L}*|снаряд\p{L}*|бк|зброї|оружия)|бо[еє]?комплект\p{L}*|мінн\p{L}{1,3}\sпол\p{L}{1,3}|минн\p{L}{1,3}\sпол\p{L}{1,3}|замін[оу]ва\p{L}*|заминирова\p{L}*|в\/ч\s?[а-яіa-z]?\d*|військов\p{L}{1,3}\sчастин\p{L}{1,3}\s[А-ЯA-Z№]?\s?\d+|воинск\p{L}{1,3}\sчаст\p{L}{1,3}\s№?\d+|(?:вогнев\p{L}*|бойов\p{L}*|огнев\p{L}*|боев\p{L}*)\s(?:позиці\p{L}*|позиц\p{L}*)|пункт\p{L}*\s(?:управління|управления)|коригу\p{L}*\s?вог\p{L}*|корректир\p{L}*\s?ог\p{L}*|нав(?:ів|од)\p{L}*\sна\s(?:ціл|цел)\p{L}*|маршрут\p{L}*\s(?:колон|технік|техник|військ)\p{L}*|ammunition\s(?:depot|dump|store)\w*|ammo\s(?:depot|dump)\w*|minefield\w*|firing\sposition\w*|command\spost\w*|troop\smovement\w*)/iu;

/** Troops and what they have. */
const objects =
  /(?:блокпост\p{L}*|блок-пост\p{L}*|колон[аиіуою]\p{L}{0,3}|позиці[їяйюх]\p{L}{0,3}|позици[яийюх]\p{L}{0,2}|танк(?:и|ів|а|у|ом|ах|ами|ов)?(?![\p{L}])|танк[іо]в\p{L}*|бтр\p{L}{0,3}|бмп|бмд|бронетехнік\p{L}*|бронетехник\p{L}*|бронетранспорт\p{L}*|(?:військов|воєнн|военн|важк|тяжел)\p{L}{1,3}\s(?:технік|техник|вантажів|грузов|машин|база|баз[иіуе]|колон|об’єкт|объект)\p{L}*|технік[аиуію]\p{L}{0,2}(?=.{0,40}(?:військ|орк|росі|росі|воєн|рашист|окупант))|гаубиц\p{L}*|міномет\p{L}*|миномёт\p{L}*|миномет\p{L}*|артилері\p{L}*|артиллери\p{L}*|рсзв|рсзо|«?град(?:и|ів|ы|ов|ами)»?|«град\p{L}{0,3}»|установк\p{L}*|ппо|пво|с-[34]00|іскандер\p{L}*|искандер\p{L}*|хаймарс\p{L}*|himars|зенітк\p{L}*|зенитк\p{L}*|радар\p{L}*|реб(?![\p{L}])|рэб(?![\p{L}])|вертольот\p{L}*|вертолёт\p{L}*|вертолет\p{L}*|гелікоптер\p{L}*|окоп\p{L}*|бліндаж\p{L}*|блиндаж\p{L}*|укріпл\p{L}*|укрепл\p{L}*|доти|дзот\p{L}*|казарм\p{L}*|штаб\p{L}{0,3}|батальйон\p{L}*|батальон\p{L}*|бригад\p{L}*|взвод\p{L}*|рот[аиу](?![\p{L}])|гарнізон\p{L}*|гарнизон\p{L}*|військов(?:і|их|им|ими)(?![\p{L}])|військ(?:а|у|ом|ах|ами)?(?![\p{L}])|войск(?:а|у|ом|ах|ами)?(?![\p{L}])|солдат\p{L}*|росіян\p{L}*|россиян\p{L}*|окупант\p{L}*|оккупант\p{L}*|орк(?:и|ів|ам|ами|ов)(?![\p{L}])|рашист\p{L}*|кадирівц\p{L}*|кадыровц\p{L}*|военные|военных|зсу|всу|тро(?![\p{L}])|checkpoint\w*|convoy\w*|tanks?\b|armou?red\s\w+|artillery|howitzer\w*|mortar\w*|air\sdefen[cs]e|trench\w*|barracks|headquarters|battalion\w*|brigade\w*|troops|soldiers|military\s(?:vehicle|truck|base|equipment)\w*)/iu;

/** Said of place, movement or number: with them a memory becomes a report. */
const moving =
  /(?:стоїть|стоять|стояв\p{L}?|стояла|стояли|стоит|стоял[аио]?|розташ\p{L}*|располож\p{L}*|розміст\p{L}*|размест\p{L}*|базу[юєв]\p{L}*|базиру\p{L}*|базуються|окопал\p{L}*|окопую\p{L}*|рухал\p{L}*|руха[єюл]\p{L}*|движ\p{L}*|двига\p{L}*|їде|їдуть|їхал\p{L}*|едет|едут|ехал[аи]?|проїха\p{L}*|пройшл[аио]|прошл[аио]|проехал\p{L}*|пішл[аи]\sколон\p{L}*|зайшл[аи]|заїха\p{L}*|заехал\p{L}*|везл[иа]|везуть|возят|вивез\p{L}*|переміщ\p{L}*|перемещ\p{L}*|перекид\p{L}*|перебрас\p{L}*|стріля[юєл]\p{L}*\sз(?:і|\s)|стреля\p{L}*\sиз|працює|працюють|заховал\p{L}*|хова[юєл]\p{L}*|сховал\p{L}*|спрятал\p{L}*|прячут|зібрал\p{L}*\s(?:техн|в)|живуть|живут|жили\s(?:в|у)|ноч(?:ую|ев)\p{L}*|is\smoving|are\smoving|moving|moved|parked|stationed|deployed|located|hidden|stands?|stood|heading|drove|passed|firing|based)/iu;
const placed =
  /(?:біля|коло|поблизу|поруч|навпроти|напроти|позаду|за\s(?:селом|містом|школ|церкв|лікарн|мост|річк|елеватор|посадк|будинк|город|ферм|завод|кладовищ|сел|дорог|цвинтар|ставк)\p{L}*|у\s(?:школі|лікарні|садку|дитсадку|лісосмузі|посадці|лісі|полі|підвалі|ангар\p{L}*|гараж\p{L}*|селі|клубі|сільраді)|в\s(?:школі|школе|лікарні|больнице|садку|садике|лісосмузі|посадке|лісі|лесу|лесополосе|полі|поле|ангар\p{L}*|гараж\p{L}*|селі|селе|клубі|клубе|промзон\p{L}*|порту|аеропорт\p{L}*|аэропорт\p{L}*)|на\s(?:околиц|окраин|в’їзд|виїзд|въезд|выезд|перехрест|перекрест|елеватор|элеватор|території|территории|заводі|заводе|фермі|ферме|пагорб|висот|холм|дах|крыш|стадіон|стадион|аеродром|аэродром|трасі|трассе|мосту|розвилц|кладовищ|кладбищ)\p{L}*|в\sбік|у\sбік|у\sнапрям\p{L}*|в\sнапрям\p{L}*|в\sсторону|в\sнаправлени\p{L}*|по\s(?:трасі|трассе|дороз|дороге)|від\s\p{Lu}|около|возле|рядом|неподалек\p{L}*|недалеко|позади|за\s(?:селом|городом|школой|церковью|больницей|мостом|рекой|посадкой|заводом|кладбищем)|near|next\sto|behind|beside|outside|towards?|at\sthe\s(?:school|bridge|crossroads|airfield|factory|edge|station|port)|in\sthe\s(?:forest|field|school|hangar|village|warehouse)|on\sthe\s(?:outskirts|hill|roof|road\sto))/iu;
const counted =
  /(?:\d+\s?(?:танк|бтр|бмп|машин|вантажів|грузов|одиниц|единиц|гармат|орудий|гаубиц|град|установ|солдат|військов|военн|росіян|чоловік|человек|вертол|літак|самол|tanks?|trucks?|vehicles|soldiers|guns|howitzers)\p{L}*|(?:два|дві|три|чотири|п’ять|шість|сім|десять|двадцять|тридцять|сорок|п’ятдесят|сто|две|четыре|пять|десять|двадцать|тридцать|two|three|four|five|six|ten|twenty|thirty|dozens?\sof)\s(?:\p{L}+\s)?(?:танк|бтр|бмп|вантажів|грузов|гаубиц|град|установ|вертол|tanks?|trucks|vehicles|howitzers|апц|бронемашин)\p{L}*)/iu;

/** Which of them are people alone: these are in every memory of an occupation, and say little without more. */
const people =
  /^(?:військов(?:і|их|им|ими)|солдат\p{L}*|soldiers|росіян\p{L}*|россиян\p{L}*|окупант\p{L}*|оккупант\p{L}*|орк\p{L}*|рашист\p{L}*|кадир\p{L}*|кадыр\p{L}*|военные|военных|troops)$/iu;

/**
 * Sentences with details about troops: a word that tells by itself, or troops together with a place, a movement or a number.
 * That soldiers came and looked through a phone is somebody's life, and no hint.
 */
export function findTroops(text: string): readonly Found[] {
  return sentencesOf(text).filter(({ from, to }) => isTelling(text.slice(from, to)));
}

/** The author's own journey moves nobody's troops. */
const ownJourney =
  /(?:^|[\s«"(])(?:ми|мы|я|we|i)\s(?:\p{L}+\s){0,2}(?:їхал|ехал|йшл|ішл|шл|drove|went|walked|проїхал|проехал|пройшл|прошл)\p{L}*/giu;

function isTelling(whole: string): boolean {
  const sentence = whole.replace(ownJourney, " ");
  if (telling.test(sentence)) return true;
  const object = objects.exec(sentence)?.[0];
  if (object === undefined) return false;
  const [moves, has, many] = [moving, placed, counted].map((cue) => cue.test(sentence));
  if (many === true) return true;
  if (people.test(object) && !hasThings(sentence)) return moves === true && has === true;
  return moves === true || has === true;
}

const allObjects = new RegExp(objects.source, "giu");
/** Something else than people is named as well. */
const hasThings = (sentence: string): boolean => {
  const all = sentence.match(allObjects) ?? [];
  return all.some((word) => !people.test(word));
};

function sentencesOf(text: string): readonly Found[] {
  const found: Found[] = [];
  const ends = /[.!?…]+["»”)]*\s+(?=[\p{Lu}«"—–-])|\n+/gu;
  let from = 0;
  for (const end of text.matchAll(ends)) {
    found.push(trimmed(text, from, end.index + end[0].length));
    from = end.index + end[0].length;
  }
  found.push(trimmed(text, from, text.length));
  return found.filter((one) => one.to > one.from);
}

function trimmed(text: string, from: number, to: number): Found {
  const piece = text.slice(from, to);
  const start = piece.length - piece.trimStart().length;
  return { from: from + start, to: from + piece.trimEnd().length };
}
