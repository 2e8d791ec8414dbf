// Words that make a short line a condition, an exclusion or an order, and words for what is signed off, in many languages.
import { tokensOf, words } from './tokens.ts';

/** What no title, firm or address has in it. */
const reserving = words(
  `only except excepted excepting exception excluding excluded excludes exclude without unless until till if but not no none nor never
   subject conditional conditionally condition conditions provided providing provisional provisionally pending awaiting outstanding
   minus less before after once when while because however although though reserved reserve reservation reservations prejudice
   protest draft partial partially partly amended revised corrected correct wrong missing incomplete omitted deferred postponed hold held
   waits wait waiting stays stay remains remain fails failed applies apply counts count stands must should shall will would can may
   might need needs needed required requires require has have had is are was were be been being do does did please
   added remove removed redo repeat again first then later also yet still now instead otherwise else maybe perhaps
   rather agree agreed disagree approve approved accept accepted refuse rejected`,
  `nur außer ausser ausgenommen ausschließlich ohne sofern falls wenn aber nicht kein keine keinen erst bis vorbehaltlich vorbehalt
   unter bedingung bedingt vorläufig teilweise teils noch offen ausstehend fehlt fehlen abzüglich nach vor bevor nachdem sobald solange
   jedoch allerdings bitte muss müssen soll sollte wird werden ist sind war gilt gelten bleibt bleiben steht zuerst dann später`,
  `sauf hormis excepté excepte sans seulement uniquement si mais pas ne jusqu jusque réserve réserves condition conditions provisoire
   partiel partielle partiellement après avant tant attente attendant moins hors exclu exclue exclus doit doivent devra faut est sont
   sera reste restent manque confirmer vérifier corriger pourvu toutefois cependant svp`,
  `salvo excepto exceptuando sin solo sólo solamente únicamente si pero no hasta reserva reservas condición condicionado provisional
   parcial parcialmente después antes pendiente menos fuera excluido excluida debe deben falta siempre cuando aunque es son será queda`,
  `exceto salvo sem só somente apenas mas não até ressalva ressalvas condição provisório parcial depois antes pendente menos fora
   excluído deve devem falta desde embora`,
  `tranne eccetto salvo senza solo soltanto unicamente ma però non fino riserva condizione provvisorio parziale dopo prima
   attesa meno escluso esclusa esclusi deve devono manca purché sebbene sono sarà resta`,
  `behalve zonder alleen slechts enkel mits tenzij maar niet geen tot voorbehoud voorwaarde voorlopig gedeeltelijk na voordat nadat
   uitgezonderd exclusief moet moeten ontbreekt is zijn wordt blijft echter`,
  `utom utan bara endast om men inte ingen tills förbehåll villkor preliminärt delvis efter innan undantag undantaget måste ska är blir
   undtagen undtaget uden kun hvis ikke ingen indtil forbehold betingelse foreløbig delvist efter før skal er bliver men
   unntatt unntak uten bare dersom inntil etter må betingelser`,
  `paitsi ilman vain ainoastaan jos mutta ei kunnes ehdolla varauksella osittain jälkeen ennen pitää täytyy lukuun ottamatta`,
  `oprócz poza bez tylko wyłącznie jeśli jeżeli ale nie dopóki zastrzeżeniem warunkiem częściowo po przed wyjątkiem musi jest
   kromě mimo jen pouze pokud ale ne dokud výhradou podmínkou částečně před výjimkou musí je jsou okrem iba len ak nie až`,
  `kivéve nélkül csak ha nem amíg fenntartással feltétellel részben után előtt kell cu excepția fără doar numai dacă dar nu până
   rezerva condiția parțial după înainte trebuie este sunt osim bez samo ako ali ne dok uvjetom djelomično nakon prije mora`,
  `hariç dışında olmadan sadece yalnız yalnızca eğer ama değil kadar şartıyla koşuluyla kısmen sonra önce gerekir εκτός χωρίς μόνο
   αν εάν αλλά δεν όχι μέχρι επιφύλαξη όρο μερικώς μετά πριν πρέπει είναι`,
  `кроме без только лишь если но не нет пока условии условием частично после до исключением оговоркой должен должна должно нужно
   крім без тільки лише якщо але не ні поки умови частково після до винятком освен само ако но не докато условие след преди`,
);

/** What is signed off, and what is done about it: in a notice of confidentiality these are not at home. */
const matters = words(
  `deliverable deliverables milestone milestones package chapter chapters annex site sites phase phases stage stages invoice invoices
   invoiced payment payments paid pay pays penalty penalties clause defect defects defective snag snags rework retest go-live golive
   approval approvals approve approved approves acceptance accepted sign-off signoff scope budget price prices requirement
   requirements withheld retention handover commissioning installation drawing drawings lot lots module modules interface interfaces
   test tests tested testing deadline schedule totals release releases version versions increment iteration sprint area zone section part parts item items`,
  `abnahme abgenommen lieferung lieferungen lieferobjekt meilenstein kapitel anlage standort standorte rechnung rechnungen zahlung
   zahlen bezahlt vertragsstrafe mangel mängel nachbesserung freigabe freigegeben genehmigung genehmigt zustimmung test tests
   lasttest prüfbericht preis umfang`,
  `livrable livrables jalon chapitre site sites phase étape facture factures paiement pénalité pénalités essai essais recette défaut défauts
   approbation approuvé acceptation accepté lot lots prix périmètre réserve réserves`,
  `entregable entregables hito capítulo fase etapa factura facturas pago penalización prueba pruebas defecto defectos aprobación
   aprobado aceptación lote precio alcance entregável marco fatura pagamento multa teste testes defeito aprovação aceitação`,
  `consegna capitolo fase fattura pagamento penale collaudo prova difetto approvazione accettazione lotto prezzo`,
  `oplevering mijlpaal hoofdstuk locatie fase factuur betaling boete test gebrek gebreken goedkeuring perceel prijs`,
  `leverans milstolpe kapitel plats fas faktura betalning vite test brist godkännande leverance levering milepæl kapittel fase faktura
   betaling bod godkendelse godkjenning mangel toimitus virstanpylväs luku vaihe lasku maksu sakko testi puute hyväksyntä`,
  `etap rozdział faktura płatność kara test wada akceptacja etapa kapitola faktura platba pokuta vada akceptace szakasz fejezet számla
   fizetés kötbér teszt hiba jóváhagyás etapă factură plată penalitate defect aprobare aşama fatura ödeme ceza onay kusur
   φάση κεφάλαιο τιμολόγιο πληρωμή δοκιμή έγκριση`,
  `этап глава счет оплата штраф испытание испытания дефект площадка приемка одобрение етап розділ рахунок оплата штраф випробування`,
);
const mattersUnspaced =
  /承認|検収|請求|支払|試験|テスト|但し|ただし|拠点|条件|納品|成果物|除[くき]|验收|驗收|批准|发票|發票|付款|测试|測試|条件|站点|阶段|階段|除外|但是|승인|검수|청구|지급|시험|테스트|조건|단계|제외|다만/u;

/** `allowed`: words of the list that mean something else where the line stands. */
export const reserves = (line: string, allowed?: ReadonlySet<string>): boolean =>
  tokensOf(line).some((each) => reserving.has(each) && !allowed?.has(each));

/** "We accept no liability" is at home in any notice. */
const disclaimed =
  /\b(?:(?:not|cannot|can ?not|do(?:es)? not)? ?(?:accept(?:s|ed)?|assumes?|acceptance of) (?:any |no )?(?:liability|responsibility)|offre? or acceptance|payment services|pays? (?:our|my|its) respects?|paid for|test(?:ed|s)? for virus(?:es)?)\b/giu;

export const isAboutTheMatter = (text: string): boolean =>
  mattersUnspaced.test(text) || tokensOf(text.replace(disclaimed, ' ')).some((each) => matters.has(each));
