// What only a notice says: of whom a mail is for, of its own secrecy, of whence it came. Words that a project also uses are none of these.
import { fold, tokensOf, words } from './tokens.ts';

/** Beginnings of words for secrecy, for who a mail is meant for, and for what nobody else may do with it. */
const secrecy = words(
  `confiden privileg recipient addressee disclos unauthori dissemin prohibit sender destroy waive disclaim intercept inadvert`,
  `vertraulich empfänger adressat irrtüm fehlgeleitet absender vernicht lösch unbefugt unerlaubt weitergabe vervielfältig untersagt verboten gestattet`,
  `destinat expédit détrui diffus divulg interdit falsifi déclin remitent remetent mittente destru distrugg elimin cancell prohib proib vietat
   difus sigilo reservad réserv riservat privée privad`,
  `vertrouwelijk geadresseerde abusievelijk afzender onbevoegd verspreid vermenigvuldig verboden konfidentiell konfidensiell sekretess mottaker mottagar avsändar
   avsender obehörig förbjud fortrolig modtag afsender uautoriser uberettig forbud luottamuks vastaanottaj lähettäj luvaton kielletty`,
  `poufn tajemnic adresat odbiorc nadawc nieuprawn zabroni rozpowszech ujawni důvěrn adresát příjemc odesílat neoprávn zakázán šíř dôvern
   príjemc odosielat šíren bizalmas címzett feladó jogosulatlan tilos terjeszt confidenț destinatar expeditor neautoriz interzis
   povjerljiv poverljiv primatel primalac pošiljatel neovlašten zabranj zaupn prejemnik pošiljat nepooblašč prepoved`,
  `gizli alıcı gönderen gönderici yetkisiz yasak imha εμπιστευτικ παραλήπτ αποστολέ απαγορ εξουσιοδοτ конфиденц получател адресат отправител
   несанкционирован запрещ распростран уничтож конфіденц отримувач одержувач відправник заборон поширен поверител
   סודי חסוי נמען השולח אסור سري سرية المستلم المرسل يحظر`,
);
const secrecyUnspaced =
  /機密|秘密|宛先|受信者|誤って|誤送信|差出人|漏洩|保密|收件人|误收|誤收|发件人|寄件人|未经授权|未經授權|传播|散布|기밀|수신인|수신자|발신인|발신자|무단/gu;

/** Words for a mail, which speak of this one where a word for "this" stands right before. */
const mails = words(
  `message messag e-mail email e-post epost mail communication transmission correspondence nachricht courriel mel mensaje correo comunicación mensagem comunicação messaggio
   comunicazione bericht meddeland mejl melding besked viesti wiadomo zpráv správ üzenet levél mesaj poruk sporočil e-posta μήνυμα
   сообщен письм повідом лист`,
);
const pointers =
  /(?<!\p{L})(?:this|the present|dies\p{L}{1,2}|ce(?:t|tte)?|le présent|est[ea]|el presente|a presente|quest[oa]|(?:la |il )?presente|dit|deze|detta|denna|det här|denne|dette|tämä\p{L}{0,4}|niniejsz\p{L}{1,3}|t[aeo]j?|tat[oa]|tút?o|tent[oa]|toto|této|ez|ezt|jelen|acest|ov[aoeu]j?|bu|αυτό|το παρόν|эт\p{L}{1,3}|данн\p{L}{2,3}|це[йя]?|тов?а|тази)$/iu;
const mailUnspaced =
  /本メール|このメール|本邮件|本郵件|此邮件|이 메일|본 메일|이 이메일|ההודעה|הודעה זו|هذه الرسالة|هذا البريد/u;

/** What is said of a mail beside secrecy: what it carries, who answers for it, whence it came, what looked at it. */
const ofMails = words(
  `virus viren vírus wirus вирус вірус malware antivirus scan phish spam liabil respons haft legal bind conclud monitor archiv
   extern exter outside organi außerhalb extér fuera fuori fora buiten utanför utenfor udenfor ulkopuol spoza zewnętr mimo külső afara dış harici εξωτερικ внешн вне
   зовнішн verwijder untrusted unverified`,
);
const outside = words(
  `extern exter outside außerhalb extér fuera fuori fora buiten utanför utenfor udenfor ulkopuol spoza zewnętr mimo külső afara dış harici
   εξωτερικ внешн вне зовнішн`,
);
const outsideUnspaced = /外部|외부/u;
const organisations = words(
  `organi unternehmen firma entreprise empresa azienda organiz company organizacj szervezet kuruluş организац компани`,
);
const clicks = words(`click klick cliqu clic klik tıkla κλικ`);
const linked = words(
  `link lien enlace länk lenke hivatkoz odkaz bağlantı σύνδεσμ ссылк attach anhang anhäng anlage pièce adjunt allegat bijlage bilag bifog vedlegg liit załącz
   příloh príloh mellékl вложен`,
);
const prints = words(
  `print druck ausdruck imprim stamp afdruk skriv tulosta druk tisk nyomtat yazdır εκτυπ печат распеч друк`,
);
const environments = words(
  `environment tree umwelt environnement ambiente milieu miljö miljø ympäristö środowisk prostřed környezet mediu okoliš çevre περιβάλλον окружающ довкілл`,
);
const register = words(
  'registered register incorporat office england wales scotland vat authoris authoriz regulat financial conduct authority',
);

const liabilities = words('accept liabil respons haft damage schäd virus viren secur ausgeschl transmi loss verlust');

/** Of somebody who speaks for themselves; notices speak of a company, a sender or of nobody. */
const ownWords = words(
  `i my mine me ich mein meine meinen meinem meiner mir mich je mon mes moi yo mi mis eu meu minha io mio mia ik mijn jag mitt mina jeg
   mój moja moje můj я мой моя мое εγώ μου ben benim`,
);

/** Of Outlook and of gateways, word for word. */
const known =
  /often get e-?mail from|intended (?:(?:solely|only|exclusively) )?(?:for|to be read by) (?:the )?(?:(?:sole |exclusive |personal )?use of (?:the )?)?(?:individual|persons?|entit|named|addressee|recipient|organi[sz]ation).{0,80}|learn why this is important|important to keep (?:them|you) safe|(?:be )?(?:careful|cautious) (?:with|of|when opening) (?:any )?(?:links|attachments)|recogni[sz]e the sender|(?:this )?message is from an? (?:external|untrusted|unknown) sender|not previously corresponded with this sender|zjqcmqryfpfptbanner(?:start|end)|report suspicious|acknowledges? .{0,120}(?:traditional (?:owners|custodians)|first nations|first peoples|elders)(?:.{0,160}\belders\b.{0,60})?|(?:views?|opinions?)(?:,? (?:and|or)(?:\/or)? (?:views?|opinions?))? (?:expressed|presented|contained)(?: (?:in|herein).{0,40})? (?:are|do|is) .{0,20}(?:those of|of the (?:author|sender|individual)|personal|not (?:necessarily )?(?:represent|reflect)).{0,100}|not (?:intended|to be construed) as (?:an? )?(?:offer or solicitation|solicitation|offer to (?:buy|sell)|(?:legal|financial|investment) advice)(?: (?:for|of|or|to|the|any|in|respect|purchase|sale|buy|sell|securit\w+|financial|instruments?|investments?|products?|other))*|(?:my )?working (?:hours|days|pattern).{0,30} may (?:not be|differ from|be different from) (?:your|the same as) (?:yours|(?:own |normal |usual )?working (?:hours|days|pattern)|(?:own|hours|days))|do not feel (?:obliged|pressured|any pressure|under (?:any )?pressure|you need|you have) to (?:reply|respond|read)(?: (?:to|this|my|outside|of|your|e-?mails?|messages?|it|own|normal|usual|working|hours|days|immediately|straight|away|at|once|today|during|the|now))*|scanned (?:by|for)|more information please visit|think before you print|e-?mails? .{0,60}may be monitored|diese (?:e-?)?mail wirklich (?:aus)?gedruckt|unless (?:otherwise|expressly) stated|^(?:please )?(?:read|see) our (?:privacy|data protection) (?:policy|notice|statement)|^(?:hinweise?|informationen) (?:zum datenschutz|zum umgang mit ihren personenbezogenen daten)|^(?:for )?(?:more |further |weitere )?(?:information(?:en)?|how we (?:process|use|handle)).{0,80}(?:privacy (?:policy|notice|statement)|datenschutz)/iu;

/** "If it came to you by mistake, delete it." */
const mistakes = words(
  `error mistake irrtüm verseh fehl erreur error erro errore abusiv fout misstag fel fejl feil vahing erehdy pomył omył omyl téved greșeal grešk napak yanlış
   λάθος ошибк помилк בטעות بالخطأ خطأ not nicht ikke inte niet nie`,
);
const deletions = words(
  `delet destroy lösch vernicht supprim détrui elimin borr destru apag cancell verwijder radera slet slett poista usun smaž vymaž zmaž töröl șterg izbriš obriš sil
   διαγρ удал видал מחק حذفها احذف`,
);

const kinds = {
  secrecy,
  mails,
  ofMails,
  outside,
  organisations,
  clicks,
  linked,
  prints,
  environments,
  register,
  liabilities,
  mistakes,
  deletions,
};
type Kind = keyof typeof kinds;

/** Of which kinds a beginning is. */
const kindsOf = new Map<string, Kind[]>();
for (const [kind, beginnings] of Object.entries(kinds))
  for (const each of beginnings) kindsOf.set(each, [...(kindsOf.get(each) ?? []), kind as Kind]);
const longestBeginning = Math.max(...[...kindsOf.keys()].map((each) => each.length));

/** How many different beginnings of each kind stand in it. */
function countsOf(said: readonly string[]): Partial<Record<Kind, number>> {
  const found = new Set<string>();
  for (const each of said)
    for (let length = 3; length <= Math.min(each.length, longestBeginning); length += 1)
      if (kindsOf.has(each.slice(0, length))) found.add(each.slice(0, length));
  const counts: Partial<Record<Kind, number>> = {};
  for (const each of found) for (const kind of kindsOf.get(each) ?? []) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Of a mail, with a word for "this" right before it. */
function speaksOfItself(sentence: string): boolean {
  if (mailUnspaced.test(sentence)) return true;
  const parts = sentence.split(/[^\p{L}\p{M}\p{N}-]+/u).filter(Boolean);
  return parts.some(
    (each, index) =>
      index > 0 &&
      pointers.test(parts.slice(Math.max(0, index - 2), index).join(' ')) &&
      countsOf([fold(each)]).mails !== undefined,
  );
}

/** Whether most of it is one of the sentences that programs put there. */
export const isKnownOfNotice = (sentence: string): boolean =>
  (known.exec(sentence)?.[0].length ?? 0) * 2 > sentence.trim().length;

/** "If it came to you by mistake, delete it." */
export function isForStrayMail(sentence: string): boolean {
  const counts = countsOf(tokensOf(sentence));
  return counts.mistakes !== undefined && counts.deletions !== undefined;
}

/** "Registered Office Leaks" says neither where nor under which number. */
const isRegistered = (sentence: string, found: number | undefined): boolean =>
  (found ?? 0) >= 2 && /\d|\b(?:england|wales|scotland|ireland|authority|regulated)\b/iu.test(sentence);

/** That the mail binds nobody, or what holds until or once something is done: the words of notices, and a condition. */
export const takesBack = (sentence: string): boolean =>
  speaksOfItself(sentence) &&
  /\b(?:no|not|nicht|keine?|pas|aucun\p{L}*|no|ning\p{L}+|não|non|nessun\p{L}*|niet|geen|inte|ikke|ei|nie|ne|nem)\b.{0,40}(?:bind|binding|verbindlich|bindend|contraignant|engage|vinculante|bindende)|(?<!\p{L})(?:bind|binds|engage|verpflichtet|bindet) .{0,30}(?:nobody|no one|nicht|not)|(?:does|do|shall|will|may) not bind(?!\p{L})|for information(?:al)?(?: purposes)? only(?!\p{L})|(?<!\p{L})(?:until|as soon as|sobald|solange|jusqu|hasta que|finché|totdat)(?!\p{L})/iu.test(
    sentence,
  );

/** Whether a sentence says by itself that it is of a notice; how dense its words are is judged elsewhere. */
export function isPlainlyOfNotice(sentence: string): boolean {
  if (known.test(sentence)) return true;
  const has = countsOf(tokensOf(sentence));
  const secret = (has.secrecy ?? 0) + new Set(Array.from(sentence.matchAll(secrecyUnspaced), ([each]) => each)).size;
  const isOfItself = speaksOfItself(sentence);
  if (secret >= 2 || (isOfItself && (secret > 0 || has.ofMails))) return true;
  const isOutside = has.outside !== undefined || outsideUnspaced.test(sentence);
  if (isOutside && (isOfItself || secret > 0 || (has.organisations && has.mails) || has.clicks)) return true;
  return (
    Boolean((has.clicks && has.linked) || (has.prints && has.environments)) || isRegistered(sentence, has.register)
  );
}

/** Whether a sentence can be one of a notice that others beside it are plainly of. */
export function isMarkedOfNotice(sentence: string): boolean {
  const said = tokensOf(sentence);
  if (said.some((each) => ownWords.has(each)) && !isPlainlyOfNotice(sentence)) return false;
  const has = countsOf(said);
  return (
    Boolean(has.secrecy ?? has.clicks ?? has.register) ||
    Boolean(has.ofMails && (has.mails !== undefined || (has.liabilities ?? 0) >= 3)) ||
    (has.linked ?? 0) >= 2 ||
    sentence.search(secrecyUnspaced) >= 0 ||
    /\b(?:gdpr|dsgvo|rgpd|avg|rodo)\b/iu.test(sentence) ||
    speaksOfItself(sentence) ||
    isPlainlyOfNotice(sentence)
  );
}
