// Notices that mail systems and firms put under or over what people write: confidentiality, viruses, register, "came from outside".
import { isClosing } from './closings.ts';
import { isForStrayMail, isKnownOfNotice, isMarkedOfNotice, isPlainlyOfNotice, takesBack } from './noticeMarks.ts';
import { isAboutTheMatter } from './reservations.ts';
import { fold, tokensOf, withoutLinks, words } from './tokens.ts';

/** Beginnings of the words such notices are made of. */
const stems = words(
  `confiden privileg intended recipient addressee address disclos distribut delet destroy notif sender unauthori prohibit forbidden copy
   copie copying copied dissemin forward message messag e-mail email mail attach virus malware scan check software antivirus avast avg
   error mistake receiv review retention contain inform proprietar legal law view opinion express author necessar represent company
   liabil respons damage loss guarantee secur monitor intercept corrupt policy privacy data protect gdpr process personal environment
   print printing paper tree consider internet transmi external extern outside organi originat caution warning attention link click
   open recogni trust safe suspicious phish spam verif content know unless often learn important why suspect report third contract
   conclud binding legally unconfirmed confirm writing purpose individual entity person named use used reli reliance action
   strictly immediately contact reply return system computer register registered office england wales number vat authoris authoriz
   regulat financial conduct authority incorporat limited partnership compan member partner list inspection website www unsubscribe
   classification internal public official sensitiv restricted general disclaim waive waiver privilege thereof hereby therein neither
   nor whether any other such party parties subject applicable constitut offer intent access part whole inadvert strict`,
  `vertraulich geheim geschützt empfänger adressat bestimmt irrtüm versehen fehlgeleitet inform absender lösch vernicht unbefugt unerlaubt
   kopier kopie weitergabe weitergeb weiterleit verbreit vervielfältig gestattet untersagt verboten zulässig unzulässig nachricht e-mail
   mail email anhang anhänge anlagen viren virus geprüft haftung haften schäden schaden übernehm gewähr daten datenschutz verarbeit
   umwelt ausdruck drucken papier extern außerhalb vorsicht achtung links klick öffnen bekannt vertrau organisation stammt rechtlich
   rechts verbind inhalt kenntnis nutz verwend richtig unverzüglich sofort umgehend benachricht verständ fälsch übermitt sicher
   richtet ausschließlich person enthält enthalten erhalten personenbezogen hinweis website sitz gesellschaft registergericht amtsgericht
   handelsregister geschäftsführ vorstand aufsichtsrat vorsitz ust steuer bitte denken prüfen wirklich bevor inhalte erklärung bindend
   schriftlich bestätig vertrag dritte zugriff elektronisch kommunikation abhören aussteller darin versand`,
  `confiden destinat fichier réserv system messager message courriel mail pièce joint erreur détrui supprim expédit averti inform diffus publicat interdit utilisat
   reprodu copie intention exclusi établi contenu contien conten prévu autoris express intégrité internet garant responsab déclin altér modifi
   falsifi virus secret profession environnement imprim papier externe extérieur organis attention prudence cliqu lien ouvr connaiss
   confian données personnel protect traite légal jurid reçu recev immédiat merci veuill prière bien strict personne société entreprise
   transmis électron secur sécur propriét avis opinion engage total partiel conform destination toute tout tier dommage résult accès
   hypothèse preserv préserv pensez avant capital siège rcs siret registre commerce immatricul tva inscri`,
  `confiden destinat ficher reserv avis reenv copi difund sistem mensaje correo electrónico adjunto archivo error elimin borr destru remitente notific comuni prohib autoriz divulg
   difus reproduc copia uso exclusiv contien conten inform secret profesion legal ley datos protec personal trata responsab virus
   medio ambiente imprim papel externo fuera organi precau atenci cuidado enlace clic abr confía conoc recib inmediat rogamos favor persona
   dirig utiliz indebid propied internet segur garant integridad opinion empresa registro mercantil inscri domicilio privileg distribu
   antes pens necesari derech acces rectific tercer vía devol mism efect vigent`,
  `confiden destinat mensagem correio anexo erro elimin apag destru remetente notif inform proib autoriz divulg difus reprodu cópia uso
   exclusiv cont sigilo legal lei dados protec proteg pesso trat responsab vírus ambiente imprim papel extern fora organiz atenç cuidado
   link clic abr confi receb imediat favor pessoa dirig utiliz indevid internet segur garant privileg distribu antes pens necess`,
  `riservat confiden destinat messagg posta elettronica allegat errore cancell distrugg elimin mittente avvis inform comunic vietat proib
   autorizz divulg diffus riprodu copia uso esclusiv conten legge dati protezion personal tratt responsab virus ambiente stamp carta
   estern fuori organizz attenzion cautela link clic apri fidat conosc ricev ricevut immediat pregat cortes persona indirizz utilizz
   internet sicur garant segret profession gdpr regolament decreto priva presente pensa prima sensi`,
  `vertrouwelijk geadresseerde bestemd ontvang bericht e-mail mail bijlage fout abusievelijk verwijder vernietig afzender inform stel hoogte
   onbevoegd verboden toegestaan openbaar verspreid vermenigvuldig kopi gebruik uitsluitend bevat informatie wet gegevens bescherm
   persoonsgegevens verwerk aansprakelijk virus milieu afdruk print papier extern buiten organisatie let pas op klik link open vertrouw
   afkomstig onmiddellijk persoon gericht internet veilig garant recht ontle rechten disclaimer inhoud derden schade onjuist volledig`,
  `konfidentiell sekretess mottagar meddeland e-post mail bilag bifog fel misstag radera förstör avsändar meddel inform obehörig förbjud
   tillåt sprid kopier använd avsedd innehåll uppgift personuppgift behandl dataskydd virus miljö skriv ut papper extern utanför organisation
   varning klicka länk öppna lita känner omedelbart person ansvar säker fortrolig modtag besked meddelelse fejl slet slett afsender konfidensiell mottaker avsender varsl videresend uautoriser vedlegg e-post epost tillatt rette ment
   avsender underret uautoriser uberettig forbud tillad tillat videre kopi brug bruk beregnet tiltænkt indhold innhold oplysning
   opplysning personoplysning behandle miljø udskriv skrive ut papir ekstern utenfor uden advarsel klik klikk åbn åpne stol straks vedhæft vedlegg
   luottamuks vastaanottaj viesti sähköposti liite virhe poista tuhoa lähettäj ilmoita luvaton kielletty kopio käyt tarkoitettu sisält
   tieto henkilötie ympäristö tulosta paperi ulkopuol organisaatio varoitus linkki avaa välittömästi`,
  `poufn tajemnic adresat odbiorc wiadomo e-mail mail załącz błęd omyłk usun zniszcz nadawc powiadom poinform nieuprawn zabroni rozpowszech
   kopiow ujawni wykorzyst przeznacz zawier informacj dane osobow przetwarz ochron wirus środowisk druk papier zewnętr spoza organizacj
   ostrzeż uwaga klik link otwier zaufan niezwłoczn prawn odpowiedzialn internet bezpiecz sąd rejonow krs nip regon kapitał
   důvěrn adresát příjemc zpráv příloh omyl smaž vymaž znič odesílat inform neoprávněn zakázán šíř kopírov použit určen obsah údaj osobn
   zpracov ochran virus prostřed tisk papír extern mimo organizac pozor varován klik odkaz otevř důvěř neprodlen právn odpovědn
   dôvern príjemc správ príloh omylom vymaž znič odosielat neoprávnen zakázan šíren určen obsahuj údaj spracov ochran`,
  `bizalmas címzett üzenet levél melléklet téved töröl semmisít feladó értesít jogosulatlan tilos terjeszt másol felhasznál tartalmaz inform
   személyes adat kezel védelm vírus környezet nyomtat külső szervezet figyelem kattint hivatkoz megnyit azonnal jogi felelős
   confidenț destinatar mesaj atașa eroare șterg distrug expeditor inform neautoriz interzis distribu copi utiliz conțin date personal
   prelucr protec virus mediu imprim hârtie extern afara organiza atenție link încredere imediat legal răspund
   povjerljiv poverljiv primatel primalac poruk prilog grešk obriši uništ pošiljatel obavijest neovlašten zabranj širen kopir namijenjen sadrž
   zaupn prejemnik sporočil prilog napak izbriš pošiljatelj obvest nepooblaščen prepoved podatk`,
  `gizli alıcı mesaj e-posta posta ek hata sil imha gönderen bildir yetkisiz yasak dağıt kopya kullan içer bilgi kişisel veri koru virüs çevre
   yazdır kağıt dış harici kuruluş dikkat uyarı bağlantı tıkla aç güven derhal yasal sorumlu εμπιστευτικ παραλήπτ μήνυμα ηλεκτρονικ συνημμέν
   λάθος διαγρ καταστρ αποστολέ ενημερ απαγορ μη εξουσιοδοτ διανομ αντιγραφ χρήση προορίζ περιέχ πληροφορ προσωπικ δεδομέν προστασ ιό
   περιβάλλον εκτυπ εξωτερικ προσοχή σύνδεσμ ανοί αμέσως νομικ ευθύν`,
  `конфиденц получател адресат сообщен письм вложен ошибк удал уничтож отправител уведом сообщ несанкционирован запрещ распростран копирован
   использован предназнач содерж информац персональн данн обработ защит вирус окружающ сред печат бумаг внешн вне организац внимание осторожн
   ссылк открыв довер немедлен незамедлитель правов ответствен электрон конфіденц отримувач одержувач повідом листа вкладен помилк видал знищ
   відправник заборон поширен копіюван використан признач містит інформац персональн поверител изтри`,
  `סודי חסוי נמען הודעה דואר בטעות מחק שולח הודע אסור העתק שימוש מידע סביבה הדפס חיצוני ארגון קישור سري سرية المستلم المرسل رسالة الرسالة
   البريد خطأ حذف احذف إبلاغ يحظر نسخ استخدام معلومات مرفقات خارجي المؤسسة رابط تحذير تنبيه`,
);

/** Words of no content of their own; the longer ones, since short words are left out anyway. */
const functionWords = words(
  `this that these those with from have your will been which their they them than then upon into also must should shall would could may does
   were was are not but for and the you our its has had who whom whose what when where here there only please thank thanks solely kindly
   diese dieser dieses diesem diesen eine einer einem einen nicht oder sind wenn sich werden wird haben hat sollten sollte bitte falls sowie
   durch über unter nach dass ihre ihren ihrer ihnen der die das den dem des und mit von für auf aus bei als auch nur zur zum sein wurde
   dans pour avec cette leur vous nous sont être avez avoir été aux des les une par sur sans qui que est ses son notre nos ainsi elle ils dont
   para este esta estos estas como usted por los las una del con sin sus que está han haya sido será puede cualquier
   della delle dello degli questo questa sono siete stato essere con per che non del dei gli una alla alle sua suo qualsiasi qualora
   deze voor niet wordt worden bent zijn naar kunt heeft hebben indien door met van een het dan aan dit zonder
   denna detta eller inte från till som har och att det den dette denne ikke eller fra som har og for med
   jest oraz lub nie jeśli jeżeli dla przez tego tej która które jsou nebo není pokud pro který které tento tato
   это этого или если вами ваше для при его что как они`,
);

const unspacedStems =
  /機密|秘密|宛先|受信者|誤って|誤送信|削除|破棄|送信者|差出人|転送|複製|開示|漏洩|禁止|本メール|このメール|添付|ウイルス|外部|組織|ご注意|注意|リンク|開かない|個人情報|連絡|通知|意図|機密|保密|收件人|误收|誤收|删除|刪除|发件人|寄件人|未经授权|未經授權|复制|複製|传播|散布|禁止|本邮件|本郵件|此邮件|附件|病毒|外部|组织|組織|链接|谨慎|请勿|請勿|打印|环保|通知|기밀|비밀|수신인|수신자|삭제|발신인|발신자|무단|복사|배포|금지|이 메일|본 메일|첨부|바이러스|외부|조직|링크|주의|클릭/gu;

interface Density {
  found: number;
  share: number;
}

function densityOf(sentence: string): Density {
  const unspaced =
    sentence.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  if (unspaced > 6) {
    const hits = sentence.match(unspacedStems) ?? [];
    return { found: hits.length, share: (hits.join('').length * 2.2) / unspaced };
  }
  const said = tokensOf(sentence).filter((each) => each.length > 2 && !/^\d+$/.test(each) && !functionWords.has(each));
  const found = said.filter(isOfNotice).length;
  return { found, share: said.length === 0 ? 0 : found / said.length };
}

const longestStem = Math.max(...[...stems].map((each) => each.length));
const isOfNotice = (token: string): boolean => {
  for (let length = 3; length <= Math.min(token.length, longestStem); length += 1)
    if (stems.has(token.slice(0, length)) && (length > 3 || token.length <= length + 1)) return true;
  return false;
};

/** Marks of sensitivity that stand alone. */
const label =
  /^\W*(?:(?:classification|sensitivity|klassifizierung|klassifikation|vertraulichkeit|classificatie|clasificación|classificação|classificazione|niveau de confidentialité)\s*:?\s*)?(?:(?:tlp\s*:?\s*)?(?:public|internal(?: use)?(?: only)?|external(?: (?:e-?mail|sender|message))?|general|confidential|strictly confidential|company confidential|restricted|unclassified|official(?:[- ]sensitive)?|commercial in confidence|in confidence|green|amber|white|clear|intern|öffentlich|vertraulich|streng vertraulich|extern(?:e (?:e-?mail|nachricht))?|interne|confidentiel|externe|público|interno|confidencial|externo|pubblico|riservato|esterno|vertrouwelijk|openbaar|konfidentiell|fortrolig|poufne|важно|c[0-4](?: \p{L}+)?))\W*$/iu;

/** What stands over a notice. */
const heading =
  /^\W*(?:(?:legal |important |email |e-mail )?disclaimer|(?:legal|confidentiality|privacy|important) notice|confidentiality(?: note| statement)?|haftungsausschluss|(?:rechtlicher |wichtiger )?hinweis|(?:vertraulichkeits|datenschutz)(?:hinweis|erklärung)|avis(?: de confidentialité| légal| important)|clause de confidentialité|mentions légales|aviso (?:legal|de confidencialidad|de privacidad)|cláusula de confidencialidad|informativa(?: sulla)? privacy|nota di riservatezza|klauzula poufności)\W*$/iu;

export const isLabel = (line: string): boolean =>
  label.test(line) ||
  heading.test(line) ||
  /^\W*(?:virus-?free|virenfrei|sans virus|libre de virus)\W*(?:www\.\S+)?\W*$/iu.test(line);

/**
 * Whether every sentence of a paragraph is of a notice: one at least says so by itself, and the others are marked so too. Words
 * that notices share with a project, such as data, attachments, errors and contracts, are not enough, and a sentence that speaks of
 * what is signed off is not of a notice, whatever stands around it.
 */
export function isNotice(paragraph: string): boolean {
  const sentences = sentencesOf(withoutLinks(paragraph).replace(gatewayMarks, ' ')).filter(
    (each) => !isLabel(each) && !isClosing(each, ''),
  );
  const isPlain = (each: string): boolean =>
    isPlainlyOfNotice(each) && (isDense(each, 2, 0.25) || isKnownOfNotice(each));
  if (sentences.length === 0) return fold(paragraph).trim() !== '';
  return (
    sentences.some(isPlain) &&
    sentences.every(
      (each) =>
        !isAboutTheMatter(each) &&
        !takesBack(each) &&
        !/\brequired to\b/iu.test(each) &&
        (isPlain(each) || (isDense(each, 1, 0.3) && isMarkedOfNotice(each)) || isForStrayMail(each)),
    )
  );
}

/** Of a gateway, around its banner. */
const gatewayMarks = /ZjQcmQRYFpfpt\w{1,40}/gu;

const isDense = (sentence: string, least: number, share: number): boolean => {
  const density = densityOf(sentence);
  return density.found >= least && density.share >= share;
};

/** They end no sentence. */
const abbreviated =
  /(?:^|[\s(])(?:\p{L}|no|nr|inc|ltd|corp|llc|dr|mr|mrs|ms|st|ust|vat|reg|tel|art|abs|bzw|ggf|evtl|ca|vgl|plc|spol|sp|tzn|tj|resp|approx|z\. ?b|e\.g|i\.e|o\.o)\.$/iu;

function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const piece of text.split(/(?<=[.!?…。！？;])\s+|(?<=[。！？])/u)) {
    const before = sentences.at(-1);
    const isPart = !/\p{L}/u.test(piece) || (before !== undefined && abbreviated.test(before));
    if (before !== undefined && isPart) sentences[sentences.length - 1] = `${before} ${piece}`;
    else sentences.push(piece);
  }
  return sentences.filter((each) => fold(each).trim() !== '');
}
