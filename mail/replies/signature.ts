// Where a mail's closing begins: greetings, names and device lines that say nothing about the decision above them.

/** How people end a mail; the whole line, without case. */
const closings = [
  // English
  'regards|best|best regards|kind regards|kindest regards|warm regards|many thanks|thanks|thank you|thanks and regards',
  'cheers|sincerely|yours sincerely|yours faithfully|yours truly|with best regards|with kind regards|best wishes',
  // German
  'mit freundlichen grüßen|mit freundlichem gruß|freundliche grüße|viele grüße|beste grüße|schöne grüße|liebe grüße',
  'mfg|vg|lg|gruß|grüße|danke|vielen dank|herzliche grüße|mit besten grüßen|mit freundlichen grüssen|freundliche grüsse',
  // French
  'cordialement|bien cordialement|bien à vous|sincères salutations|salutations|merci|meilleures salutations|bonne journée',
  // Spanish and Portuguese
  'saludos|un saludo|saludos cordiales|atentamente|gracias|cordiales saludos|muchas gracias|un cordial saludo',
  'atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|obrigado|obrigada|abraço|abraços',
  // Italian
  'cordiali saluti|distinti saluti|saluti|grazie|un saluto|buona giornata|grazie mille',
  // Dutch
  'met vriendelijke groet|met vriendelijke groeten|vriendelijke groeten|groeten|groet|mvg|bedankt|hartelijke groet',
  // Polish, Czech
  'pozdrawiam|z poważaniem|pozdrowienia|dziękuję|z wyrazami szacunku|s pozdravem|děkuji',
  // Swedish, Danish, Norwegian, Finnish
  'med vänliga hälsningar|vänliga hälsningar|hälsningar|mvh|tack|bästa hälsningar|med vänlig hälsning|vänligen',
  'med venlig hilsen|venlig hilsen|vh|tak|hilsen|med vennlig hilsen|vennlig hilsen|takk|ystävällisin terveisin|terveisin',
  // Japanese, Chinese, Korean, Hebrew, Arabic, Russian, Turkish
  'よろしくお願いします|よろしくお願いいたします|宜しくお願い致します|以上|此致|谢谢|祝好|감사합니다|בברכה|תודה|مع التحية|شكرا',
  'с уважением|спасибо|saygılarımla|teşekkürler',
].flatMap((each) => each.split('|'));

const device =
  /^(sent (from|via|with)|get outlook|von meinem|gesendet (von|mit)|diese nachricht wurde von|envoyé (de|depuis|à partir)|obtenir outlook|télécharger outlook|enviado (desde|do|de|a partir)|obtener outlook|inviato da|scarica outlook|verzonden (vanaf|met)|verstuurd vanaf|wysłan[eoy] z|skickat från|sendt fra|lähetetty|отправлено|iphoneから送信|发自我的|نُرسل من|נשלח מ)/iu;

/** Words that can turn a decision into something else, in the languages the closings are in. */
const reservation =
  /(?<!\p{L})(p\.?\s?p?\.?s\.?\s*[:.]|except|provided|unless|but|only if|subject to|on condition|however|aber|außer|sofern|vorbehaltlich|jedoch|sauf|à condition|mais|salvo|excepto|siempre que|pero|tranne|purché|eccetto|però|behalve|mits|maar|z wyjątkiem|pod warunkiem|ale|utom|förutsatt|men|undtagen|exceto|desde que|mas)(?![\p{L}])/iu;

const folded = (line: string): string =>
  line
    .normalize('NFC')
    .toLocaleLowerCase('en')
    .replace(/[\s,.!;。！–—-]+$/u, '')
    .replace(/^[\s–—-]+/u, '')
    .trim();

const namePart = (line: string, name: string): boolean => {
  const words = folded(line).split(/[\s,]+/);
  const listed = folded(name).split(/\s+/);
  return words.length > 0 && words.length <= listed.length + 1 && words.every((word) => listed.includes(word));
};

function beginsClosing(line: string, name: string): boolean {
  if (/^\s*(--|[-_*=]{3,})\s*$/.test(line)) return true;
  return closings.includes(folded(line)) || device.test(line.trim()) || (line.trim() !== '' && namePart(line, name));
}

/** Splits what follows a first line into what was said and the closing, which goes to the end. */
export function splitClosing(lines: readonly string[], name: string): { said: string[]; closing: string[] } {
  const start = lines.findIndex((line) => beginsClosing(line, name));
  const said = start < 0 ? lines : lines.slice(0, start);
  return { said: said.filter((line) => line.trim() !== ''), closing: start < 0 ? [] : lines.slice(start) };
}

/** A second thought below the name is a second thought. Disclaimers, further down, are not read. */
export function hidesReservation(closing: readonly string[]): boolean {
  const near = closing.filter((line) => line.trim() !== '').slice(0, 6);
  return near.some((line) => reservation.test(line)) || closing.some((line) => /^\s*p\.?\s?s\b/i.test(line));
}
