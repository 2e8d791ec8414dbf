// How people end a mail: closings by language, names with what goes before and after them, and the lines that phones add.
import { cities } from './places.ts';
import { fold, tokensOf, withoutLinks, words } from './tokens.ts';

/**
 * Per language, the words that make a line a closing and those that may stand beside them. A line of no other words, in one
 * language, says nothing about a decision; "Thanks, but not site B" has other words.
 */
const languages: [heads: string, beside: string][] = [
  [
    'regards rgds regds nice lovely great care best bests thanks thank thx tks ty cheers sincerely faithfully truly wishes cordially respectfully br kr',
    'kind kindest warm warmest many with and yours very all the you your much so in advance again very have a nice good great lovely day evening weekend week afternoon morning sincere friendly greetings ahead most truly my to take care both',
  ],
  [
    'auftrag vertretung vollmacht tag abend wochenende feierabend grüße grüßen gruß grüsse grüssen gruss mfg vg lg bg hg danke dank hochachtungsvoll servus tschüss',
    'im in mit freundlichen freundlichem freundliche viele vielen beste besten schöne schönen liebe lieben herzliche herzlichen herzlichem herzlich im voraus und sonnige sonnigen aus ihr ihre euer dein deine bis bald einen schönen tag abend wochenende woche feierabend noch ein schönes schöne',
  ],
  [
    'bien journée soirée cordialement salutations merci cdt cdlt bàv sincèrement respectueusement amicalement amitiés',
    'bien à vous toi sincères meilleures distinguées avec mes nos les respectueuses vous prie d agréer l expression de ma considération veuillez recevoir madame monsieur mesdames messieurs beaucoup avance par bonne journée soirée fin semaine week end très et sentiments dévoués assurance en',
  ],
  [
    'saludos saludo atentamente atte gracias cordialmente abrazo abrazos',
    'un una cordial cordiales muy muchas mis más les le reciba reciban por su y de antemano mil buen buena día tarde fin semana sinceramente estimados',
  ],
  [
    'atenciosamente att cumprimentos obrigado obrigada abraço abraços cordialmente saudações atentamente grato grata',
    'com os melhores meus nossos muito desde já um uma e bom boa dia tarde fim de semana bem haja cordiais',
  ],
  [
    'giornata serata saluti saluto grazie cordialità cordialmente ossequi',
    'cordiali distinti cari migliori un con i più miei nostri mille molte tante e buona buon giornata serata lavoro fine settimana in anticipo',
  ],
  [
    'dag avond groet groeten mvg bedankt dank groetjes hoogachtend dankjewel dankuwel',
    'met vriendelijke hartelijke beste en alvast bij voorbaat fijne dag avond weekend nog een u je wel zonnige',
  ],
  [
    'dag helg hälsningar hälsning mvh tack vänligen hälsar',
    'med vänliga vänlig bästa varma så mycket på förhand ha en bra fin dag helg trevlig',
  ],
  [
    'hilsen hilsner vh mvh tak takk',
    'med venlig venlige vennlig vennlige beste bedste de mange tusen tusind på forhånd for og ha en god dag helg weekend fin',
  ],
  [
    'terveisin terveiset kiitos kiittäen yt',
    'ystävällisin parhain hyvin paljon etukäteen ja hyvää päivänjatkoa viikonloppua mukavaa',
  ],
  ['mihi manaakitanga', 'ngā nga nui me te'],
  ['tervitades lugupidamisega aitäh tänan', 'parimate parimat soovides heade'],
  ['cieņu sveicieniem paldies', 'ar labākajiem'],
  ['pagarbiai ačiū dėkoju', 'su geriausiais linkėjimais'],
  [
    'pozdrawiam pozdrowienia pozdrowieniami poważaniem szacunku dziękuję dzięki',
    'z serdecznie wyrazami serdeczne serdecznymi i bardzo góry miłego dnia weekendu łączę',
  ],
  ['pozdravem pozdravy děkuji děkujeme díky zdravím úctou', 's přátelským hezký den a předem moc přeji pěkný srdečným'],
  ['pozdravom ďakujem ďakujeme vďaka úctou', 's priateľským pekný deň a vopred veľmi'],
  ['üdvözlettel üdv köszönöm köszönettel tisztelettel', 'szívélyes előre is szép napot és baráti'],
  ['stimă mulțumesc mulțumim salutări respect', 'cu toată deosebită cele mai bune o zi bună frumoasă și anticipat'],
  ['pozdrav pozdravom poštovanjem hvala lijepim', 's srdačan lijep puno unaprijed i lep lepo lepim spoštovanjem'],
  [
    'saygılarımla saygılarımızla saygılar teşekkürler teşekkür selamlar sevgiler',
    'en iyi çok ederim ederiz dileklerimle iyi günler çalışmalar şimdiden',
  ],
  ['χαιρετισμούς εκτίμηση ευχαριστώ χαιρετισμοί', 'με φιλικούς φιλικά πολύ θερμούς ιδιαίτερη εκ των προτέρων'],
  [
    'уважением спасибо приветом благодарю наилучшими',
    'с большое пожеланиями заранее и всего доброго хорошего дня искренне ваш ваша',
  ],
  ['повагою дякую', 'з щиро та найкращими побажаннями наперед'],
  ['уважение поздрави благодаря', 'с най добри сърдечни предварително хубав ден'],
  ['בברכה תודה', 'רבה מראש ו יום טוב נעים ובברכה לבבית'],
  ['تحياتي التحية شكرا تقديري الاحترام', 'مع خالص فائق أطيب و لكم جزيلا أفضل وتقديري والتقدير'],
  ['trân kính cảm', 'trọng chào ơn thân ái'],
  ['salam terima hormat', 'kami saya kasih hangat dan'],
];

const closingsOf = languages.map(([heads, beside]) => ({ heads: words(heads), all: words(heads, beside) }));

/** Written without spaces, so taken away piece by piece. */
const unspaced =
  /^(?:(?:どうぞ|何卒|引き続き|今後とも|以上|です|敬具|草々|(?:宜|よろ)しく|御?お?願い|申し上げ|いたし|致し|し?ます|ありがとうございま(?:す|した)|お世話になっております|此致|敬礼|敬禮|谢谢您?|謝謝您?|感谢|感謝|祝好|祝您?|顺颂商祺|順頌商祺|商祺|工作顺利|감사합니다|고맙습니다|드림|올림|배상|안녕히계세요|ขอบคุณ(?:ครับ|ค่ะ)?|ด้วยความนับถือ)[\s、。，,.!！]*)+$/u;

const titlesOfPeople = words(
  'mr mrs ms miss mx dr drs prof professor dipl ing dipling bsc msc ba ma mba phd ph d llm llb ll m b sc a eng beng meng ceng peng cpa cfa acca fca aca pmp prince2 esq jr sr ii iii iv frics mrics mice fice riba ria mag di mmag dott dra dr ing arq lic rer nat oec pol jur med habil fh tu uni herr frau mme mlle monsieur madame sig sra señor señora san sama i v pp ppa on behalf of im auftrag vertretung he him his she her hers they them theirs er ihm sie ihr il lui elle iel ssa 드림 올림 배상',
);

/** The name, its parts and initials, with titles, degrees and pronouns; a word more where most of the name is there. */
export function isNameLine(line: string, name: string): boolean {
  const listed = tokensOf(name);
  const said = tokensOf(line);
  if (said.length === 0 || said.length > listed.length + 8) return false;
  if (/^[\p{Script=Han}\p{Script=Hangul}]+$/u.test(listed.join('')) && said.join('') === listed.join('')) return true;
  const initials = listed.map((each) => each.charAt(0)).join('');
  const isName = (each: string): boolean =>
    listed.includes(each) || (each.length === 1 && initials.includes(each)) || (each.length > 1 && each === initials);
  const others = said.filter((each) => !isName(each) && !titlesOfPeople.has(each));
  const named = said.filter(isName);
  return (
    others.length === 0 &&
    (named.some((each) => each.length > 1) || (named.length > 0 && named.length === listed.length))
  );
}

export function isClosing(line: string, name: string): boolean {
  const bare = fold(line).trim();
  if (/^\s*v\s?\/\s?r[\s,.]*$/iu.test(line)) return true;
  if (unspaced.test(line.normalize('NFC').trim()) || unspaced.test(bare)) return true;
  const [, before = line, place = ''] =
    /^(.{5,60}) (?:aus|from|från|fra|depuis|desde) (\p{Lu}[\p{L} -]{2,30})[\s,.!]*$/u.exec(line) ?? [];
  if (cities.has(tokensOf(place).join(' '))) return isClosing(before, name);
  return line.split(/\s[/|·–—-]\s/u).every((each) => isClosingIn(tokensOf(each), tokensOf(name)));
}

function isClosingIn(said: string[], name: string[]): boolean {
  if (said.length === 0 || said.length > 16) return false;
  return closingsOf.some(
    ({ heads, all }) =>
      said.some((each) => heads.has(each)) &&
      said.every(
        (each) =>
          all.has(each) || name.includes(each) || (each.length === 1 && name.some((part) => part.startsWith(each))),
      ),
  );
}

const sentFrom =
  /^[\s"'“„*_(<[-]*(?:sent|get|download|typed|written|composed|dictated|von|gesendet|geschickt|diese|hol|outlook|envoyé|téléchargez?|télécharger|obtenez|obtenir|enviado|obtener|obtén|descarga|inviato|scarica|ottieni|verzonden|verstuurd|download|wysłan[eoy]|pobierz|skickat|hämta|sendt|hent|lähetetty|hanki|odesláno|odoslané|küldve|az|trimis|poslano|saatmine|saadetud|nosūtīts|išsiųsta|отправлено|надіслано|изпратено|στάλθηκε|iphone|ipad|android|yahoo|samsung|outlook|gmx|web|tuta|proton|via|mit|com|con|avec)(?![\p{L}])/iu;
const sentFromUnspaced =
  /^(?:iphone|ipad|android|outlook|windows|yahoo|samsung|galaxy)?[\s\S]{0,20}?(?:から送信(?:されました)?|发送自我的?|发自我的?|傳送自我的?|從我的?|에서 보냄|에서 보냈습니다|נשלח|أُ?رسلت?|مرسل)/iu;

const deviceWords = words(
  `sent from my via using with mobile phone cell smartphone tablet device iphone ipad ipod apple watch mac macbook android
   galaxy samsung pixel google huawei xiaomi redmi oneplus oppo vivo honor sony xperia nokia motorola moto lg htc blackberry bb
   windows outlook microsoft office ios macos mail mailapp app application yahoo gmail proton protonmail thunderbird aquamail
   aqua spark nine edison bluemail blue mailbird tuta tutanota gmx web de freemail aol hotmail live fairphone surface fold flip
   pro max mini plus ultra note tab air lte 5g 4g t mobile verizon vodafone o2 at network business the a an for and of on
   get download outlookformobile email e by please excuse pardon forgive any typos typo errors mistakes brevity terseness
   hub inbox secure spelling autocorrect thumbs hands free voice dictated apologies sorry brief short message this was`,
  `von meinem meiner mein gesendet geschickt mit diese nachricht wurde e-mail mobiltelefon handy smartphone tablet mobilgerät
   hol hole dir für unterwegs bitte entschuldigen sie kürze tippfehler verfasst der dem outlook mobile`,
  `envoyé de mon ma depuis à partir d un une appareil téléphone portable téléchargez télécharger obtenez obtenir pour smartphone mobile`,
  `enviado desde mi de un una el teléfono móvil dispositivo obtener obtén descarga para a partir do meu minha da tenho celular telemóvel obter`,
  `inviato da dal mio mia cellulare telefono dispositivo scarica ottieni per verzonden verstuurd vanaf mijn met telefoon mobiel toestel voor`,
  `skickat från min mitt hämta för sendt fra min mit hent til lähetetty iphonesta ipadista androidista puhelimesta laitteesta omasta hanki`,
  `wysłane wysłano z iphone'a iphona ipada mojego telefonu urządzenia pobierz dla odesláno z iphonu ipadu mého mobilu odoslané z môjho`,
  `küldve iphone-ról iphone-omról készülékemről az készülékről trimis de pe iphone-ul meu telefonul poslano s iphonea mojega iphona iphone-a mog`,
  `отправлено с моего из почты надіслано з мого изпратено от моя моят στάλθηκε από το μου iphone'umdan gönderildi iphonedan android telefonumdan telefonumdan`,
);

/** Of these alone a line speaks of no device. */
const aroundDevices = words(
  `sent from my via using with business the a an for and of on get download email e mail by please excuse pardon forgive any typos typo errors
   mistakes brevity terseness spelling dictated apologies sorry brief short message this was secure inbox t at office network
   von meinem meiner mein gesendet geschickt mit diese nachricht wurde dir bitte entschuldigen sie kürze tippfehler verfasst der dem`,
);

/** "Sent from my phone" in any language: a line that begins so and goes on about devices and programs alone. */
export function isDeviceLine(line: string): boolean {
  const plain = withoutLinks(line).trim();
  if (sentFromUnspaced.test(plain)) return plain.length <= 40;
  if (!sentFrom.test(plain) && !/(?:gönderildi|보냄)[^\p{L}\p{N}]{0,20}$/iu.test(plain)) return false;
  const said = tokensOf(plain);
  return (
    said.length >= 2 &&
    said.length <= 24 &&
    said.some((each) => deviceWords.has(each) && !aroundDevices.has(each)) &&
    said.every((each) => deviceWords.has(each) || /^\d{1,4}\p{L}?$/u.test(each))
  );
}
