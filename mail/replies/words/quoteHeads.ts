// The lines that clients put over a quote: "On … wrote:", header blocks, separators. Each has nothing else in it, in any language.
import { isAboutTheMatter } from './reservations.ts';
import type { SentMail } from './sentMail.ts';
import { fold, tokensOf, withoutLinks, withoutUnseen, words } from './tokens.ts';

const locales =
  'en de fr es it pt nl sv da nb fi pl cs sk hu ro bg hr sl sr uk ru el tr he ar fa ja zh-Hans zh-Hant ko vi id th et lv lt ca eu'.split(
    ' ',
  );

/** Names of months and days as each language writes them, alone and within a date. */
function calendarWords(): string[] {
  const found: string[] = [];
  const days = [...Array(12).keys()].map((month) => new Date(Date.UTC(2026, month, 1 + month)));
  for (const locale of locales)
    for (const style of ['long', 'short'] as const) {
      const whole = { weekday: style, day: 'numeric', month: style, year: 'numeric', hour: 'numeric' } as const;
      // One for each look and not for each day: making them is what takes time.
      for (const parts of [{ weekday: style }, { month: style }, { ...whole, timeZoneName: 'short' }] as const) {
        const { format } = new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' });
        found.push(...days.map((each) => format(each)));
      }
    }
  return found;
}

let dates: Set<string> | undefined;
/** Made when the first quote is read: a moment's work. */
const dateWords = (): Set<string> => (dates ??= new Set([...calendarWords().flatMap(tokensOf), ...aroundDates]));

const aroundDates = words(
  `am pm a p m at on the of and um uhr gmt utc cet cest est edt cst cdt mst mdt pst pdt bst ist jst z le à h el las los la il giorno alle ore op om den
   kl klo v o godz godzinie dnia w de da do às em di del dne ve hodin dňa u sati ob uri pe ora orele în data tarihinde saat στις в г год
   року о klokken um h os di à las a l hrs st nd rd th 年 月 日 時 分 周 星期 曜日 上午 下午 午前 午後 년 월 일 오전 오후 시 분 בשעה ב ביום יום بتاريخ في تاريخ الساعة ص م с во om`,
);

const wrote = words(
  `wrote writes said schrieb hat geschrieben a écrit ecrit escribió escribió ha scritto scrive escreveu escribiu va escriure schreef heeft geschreven
   skrev har skrivit kirjoitti napisał napisała pisze napsal napsala napsal(a) napísal napísala írta ezt írta scris a napisao je napisala
   je napisal pisal пише написав написала написал написала пишет написа yazdı şunları yazmış έγραψε כתב כתבה מאת كتب كتبت 写道 寫道 写 のメール
   は書きました さんは書きました 님이 작성 작성 đã viết menulis yazdi kirjutas rakstīja rašė from von od van fra från de da di από от від по`,
);

const labelsOf = {
  from: words(
    'from von de da van från fra lähettäjä od feladó отправитель от від remitente expéditeur mittente afzender kimden gönderen από מאת من 发件人 寄件者 寄件人 差出人 보낸사람 보낸 사람 saatja nuo no pošiljatelj expeditor odesílatel odosielateľ',
  ),
  date: words(
    'sent date gesendet datum envoyé enviado enviada fecha data inviato verzonden skickat sendt dato lähetetty päivämäärä päiväys wysłano odesláno odoslané dátum küldve elküldve trimis poslano дата отправлено надіслано tarih gönderme tarihi ημερομηνία εστάλη נשלח תאריך تاريخ الإرسال 发送时间 日期 寄件日期 送信日時 日時 보낸날짜 날짜 received on reçu kuupäev',
  ),
  to: words(
    'to an à a para aan till til vastaanottaja do komu címzett către za кому до kime alıcı προς אל إلى 收件人 收件者 宛先 받는사람 받는 사람 cc bcc kopie copie kopia kopi kopio kopie dw udw másolat копия копія bilgi κοιν עותק نسخة 抄送 副本 참조 cci ccn co reply-to reply réponse antwort antworten',
  ),
  subject: words(
    'subject betreff objet asunto assunto oggetto onderwerp ämne emne aihe temat předmět predmet tárgy subiect tema тема konu θέμα נושא الموضوع 主题 主旨 主題 件名 제목 teema re',
  ),
  other: words(
    'importance priority wichtigkeit priorität importancia importance importanza belang prioritet attachments anlagen',
  ),
};
type Label = keyof typeof labelsOf;

const headerLine = /^\s*\*{0,2}([\p{L}][\p{L}\p{M} -]{0,24})\*{0,2}\s?[:：]\*{0,2}(?:\s+|(?=\S))(\S.*)?$/u;

function labelOf(line: string): { label: Label; value: string } | undefined {
  const [, name, value = ''] = headerLine.exec(withoutUnseen(line)) ?? [];
  if (name === undefined) return undefined;
  const label = (Object.keys(labelsOf) as Label[]).find((each) =>
    tokensOf(name).every((part) => labelsOf[each].has(part)),
  );
  return label === undefined ? undefined : { label, value };
}

export interface Correspondents {
  sent: SentMail;
  /** Words of the names of us and of everybody in the engagement. */
  names: ReadonlySet<string>;
}

/** A header line whose value is what such a header has, and nothing besides. */
export function isHeaderLine(line: string, { sent, names }: Correspondents): boolean {
  const found = labelOf(line);
  if (!found) return false;
  const { label, value } = found;
  const said = tokensOf(withoutLinks(value));
  switch (label) {
    case 'subject':
      return sent.isSubject(value);
    case 'date':
      return said.filter((each) => !isDateWord(each)).length === 0;
    case 'from':
    case 'to':
      return (
        value.trim() === '' ||
        said.every((each) => names.has(each) || ['via', 'on', 'behalf', 'of', 'im', 'auftrag', 'von'].includes(each))
      );
    case 'other':
      return said.length <= 1;
    default:
      return label satisfies never;
  }
}

/** Numbers in any script, with what dates put beside them. */
const isDateWord = (token: string): boolean =>
  /^\p{N}+\p{L}{0,2}$/u.test(token) ||
  /^[\p{N}年月日时時分秒週周星期曜一二三四五六土火水木金上下午前後在於于]+$/u.test(token) ||
  dateWords().has(token);

/** Three such labels on end, or two with an address: From, Sent, To, Subject, whatever their values are. */
export function beginsHeaderBlock(lines: readonly string[]): boolean {
  const labels: Label[] = [];
  for (const line of lines.slice(0, 6)) {
    const found = labelOf(line);
    if (!found) break;
    labels.push(found.label);
  }
  const hasAddress = lines.slice(0, labels.length).some((line) => /[^\s@]@[^\s@]/.test(line));
  return labels[0] === 'from' && new Set(labels).size >= (hasAddress ? 2 : 3);
}

/** "On Monday … wrote:", alone on its line or lines: who and when, and no more than a word that is neither. */
export function isAttribution(text: string, { names }: Correspondents): boolean {
  const plain = withoutUnseen(text).trim();
  if (plain.length > 300 || !/[:：]\s*$/u.test(plain)) return false;
  const said = tokensOf(withoutLinks(plain));
  const hasWho = /[^\s@]@[^\s@]/u.test(plain) || said.some((each) => names.has(each));
  const hasWhen = /\p{N}/u.test(plain) || said.some((each) => wrote.has(each));
  if (!hasWho || !hasWhen || isAboutTheMatter(withoutNames(plain, names))) return false;
  return said.filter((each) => !names.has(each) && !isDateWord(each) && !isWrote(each)).length <= 1;
}

const isWrote = (token: string): boolean => wrote.has(token) || /写道|寫道|メール|書きました|작성/u.test(token);

const withoutNames = (text: string, names: ReadonlySet<string>): string =>
  tokensOf(text)
    .filter((each) => !names.has(each))
    .join(' ');

/** "-----Original Message-----" and its like, in any language: dashes, a few words, dashes. */
export const isSeparator = (line: string): boolean => {
  const [, inner] = /^\s*-{3,}\s*([^-]{3,60}?)\s*-{3,}\s*$/u.exec(line) ?? [];
  if (inner === undefined) return /^\s*_{10,}\s*$/.test(line);
  const said = tokensOf(inner);
  return (
    said.length <= 4 &&
    /messag|nachricht|mensaje|mensagem|messaggio|bericht|meddeland|meddelelse|viesti|wiadomosc|zprava|sprava|uzenet|mesaj|сообщени|повідомлення|邮件|郵件|メッセージ|forward|original|weitergeleitet|reply|antwort|메시지|הודעה|رسالة|μηνυμα/u.test(
      fold(inner),
    )
  );
};
