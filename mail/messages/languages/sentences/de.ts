// German: what the domain says in English, by that sentence.
import type { Language } from '../../language.ts';

export const sentences: Language['sentences'] = {
  'credit note': 'Gutschrift',
  '{0} {1} is more than the {2} {3} left of invoice "{4}" (invoiced {5}); credit at most that.':
    '{0, money 1} ist mehr als die {2, money 3}, die von Rechnung „{4}“ übrig sind (berechnet {5}); schreiben Sie höchstens so viel gut.',
  'Nothing is left of invoice "{0}": credit notes took all of it back. There is nothing to cancel.':
    'Von Rechnung „{0}“ ist nichts übrig: Gutschriften haben sie ganz zurückgenommen. Es gibt nichts zu stornieren.',
  'No invoice "{0}" is registered for milestone {1}; list its invoices.':
    'Unter „{0}“ ist für den Meilenstein {1} keine Rechnung erfasst; sehen Sie seine Rechnungen durch.',
  'The credit note is dated {0}; give a date from that of its invoice, {1}, until tomorrow, {2}.':
    'Die Gutschrift ist vom {0, date}; geben Sie ein Datum von dem ihrer Rechnung, {1, date}, bis morgen, {2, date}, an.',
  'Credit note "{0}" is registered with {1} {2} of {3} on invoice "{4}"; register another one under another number.':
    'Die Gutschrift „{0}“ ist mit {1, money 2} vom {3, date} auf Rechnung „{4}“ erfasst; erfassen Sie eine andere unter einer anderen Nummer.',
  'the milestone is in phase {0} and has no certificate':
    'der Meilenstein steht in der Phase „{0, words}“ und hat keine Bescheinigung',
  'certificate {0} was revoked{1}': 'die Bescheinigung {0} wurde widerrufen{1, words}',
  ' by {0}': ' durch {0}',
  'Milestone {0} cannot be invoiced: {1}. Invoice it once a certificate releases it.':
    'Der Meilenstein {0} kann nicht berechnet werden: {1, words}. Berechnen Sie ihn, sobald eine Bescheinigung ihn freigibt.',
  '{0} {1} is more than the {2} {3} still to be invoiced (released {4}, invoiced {5}, credited {6}, reserved {7}, withheld {8}{9}).':
    '{0, money 1} ist mehr als die {2, money 3}, die noch zu berechnen sind (freigegeben {4}, berechnet {5}, gutgeschrieben {6}, reserviert {7}, einbehalten {8}{9, words}).',
  '{0} {1} is more than the {2} {3} that can be reserved (released {4}, invoiced {5}, credited {6}, reserved {7}).':
    '{0, money 1} ist mehr als die {2, money 3}, die reserviert werden können (freigegeben {4}, berechnet {5}, gutgeschrieben {6}, reserviert {7}).',
  'Draft "{0}" of milestone {1} reserves nothing any more: {2}. Leave it out, or reserve anew under another number.':
    'Der Entwurf „{0}“ zum Meilenstein {1} reserviert nichts mehr: {2, words}. Lassen Sie ihn weg, oder reservieren Sie neu unter einer anderen Nummer.',
  'it was issued as an invoice': 'er wurde als Rechnung ausgestellt',
  'it was withdrawn': 'er wurde zurückgezogen',
  'its date has passed': 'sein Datum ist vorbei',
  'the certificate was revoked': 'die Bescheinigung wurde widerrufen',
  'Milestone {0} has no draft "{1}"; list its drafts.':
    'Der Meilenstein {0} hat keinen Entwurf „{1}“; sehen Sie seine Entwürfe durch.',
  'Engagement {0} has no draft "{1}"; list its drafts.':
    'Der Auftrag {0} hat keinen Entwurf „{1}“; sehen Sie seine Entwürfe durch.',
  'No invoice "{0}" is registered for engagement {1}; list its invoices.':
    'Unter „{0}“ ist für den Auftrag {1} keine Rechnung erfasst; sehen Sie seine Rechnungen durch.',
  'The draft reserves until {0}; give a date from today, {1}, until {2}.':
    'Der Entwurf reserviert bis zum {0, date}; geben Sie ein Datum von heute, {1, date}, bis zum {2, date} an.',
  'Draft "{0}" is registered with {1} {2} until {3}; register another one under another number.':
    'Der Entwurf „{0}“ ist mit {1, money 2} bis zum {3, date} erfasst; erfassen Sie einen anderen unter einer anderen Nummer.',
  'Draft "{0}" is registered with other lines; register another one under another number.':
    'Der Entwurf „{0}“ ist mit anderen Positionen erfasst; erfassen Sie einen anderen unter einer anderen Nummer.',
  'Invoice "{0}" is registered with other lines; register another one under another number.':
    'Die Rechnung „{0}“ ist mit anderen Positionen erfasst; erfassen Sie eine andere unter einer anderen Nummer.',
  'Invoice "{0}" is registered for milestone {1} in {2}, of {3}; an invoice has one date and one currency, so register another one under another number.':
    'Die Rechnung „{0}“ ist für den Meilenstein {1} in {2} vom {3, date} erfasst; eine Rechnung hat ein Datum und eine Währung, erfassen Sie also eine andere unter einer anderen Nummer.',
  'No line is of a milestone that draft "{0}" is for; list the drafts.':
    'Keine Position ist von einem Meilenstein, zu dem der Entwurf „{0}“ gehört; sehen Sie die Entwürfe durch.',
  'milestone {0} has a line already; give each milestone one line':
    'der Meilenstein {0} hat schon eine Position; geben Sie jedem Meilenstein eine',
  'Milestone {0} is not of engagement {1}; give one of its milestones.':
    'Der Meilenstein {0} gehört nicht zum Auftrag {1}; geben Sie einen von dessen Meilensteinen an.',
  'The milestone is worth {0}, the {1} is in {2}; make it in {3}.':
    'Der Meilenstein hat einen Wert in {0}, der Beleg ({1, words}) lautet auf {2}; stellen Sie ihn in {3} aus.',
  'An {0} of nothing changes nothing; give an amount above zero.':
    'Ein Beleg ({0, words}) über nichts ändert nichts; geben Sie einen Betrag über null an.',
  'The invoice is dated {0}, before anything was released: that was on {1} ({2}). Register one issued since then, under certificate {3}.':
    'Die Rechnung ist vom {0, date}, bevor etwas freigegeben war: Das war am {1, date} ({2}). Erfassen Sie eine, die seither unter der Bescheinigung {3} gestellt wurde.',
  'The invoice is dated {0}; it can be registered once that day is tomorrow at the latest, which is {1} now ({2}).':
    'Die Rechnung ist vom {0, date}; sie kann erfasst werden, sobald dieser Tag spätestens morgen ist, das ist jetzt der {1, date} ({2}).',
  ', of which {0} {1} for failed exception {2}': ', davon {0, money 1} für den gescheiterten Vorbehalt {2}',
  'Invoice "{0}" is registered with {1} {2} of {3}; register another one under another number.':
    'Die Rechnung „{0}“ ist mit {1, money 2} vom {3, date} erfasst; erfassen Sie eine andere unter einer anderen Nummer.',
  'milestone {0} has not authorised its next phase': 'der Meilenstein {0} hat seine nächste Phase nicht freigegeben',
  'milestone {0} authorised its next phase on conditions only: {1}':
    'der Meilenstein {0} hat seine nächste Phase nur unter Bedingungen freigegeben: {1}',
  'This milestone cannot start yet: {0}. Start it when those are accepted.':
    'Dieser Meilenstein kann noch nicht beginnen: {0, list}. Beginnen Sie ihn, wenn jene abgenommen sind.',
  'acceptance {0} is withheld, and is to be revoked': 'die Abnahme {0} wird zurückgehalten und ist zu widerrufen',
  'it is neither accepted, revoked, terminated nor cancelled, or a revocation is proposed':
    'er ist weder abgenommen noch widerrufen, beendet oder abgebrochen, oder ein Widerruf ist vorgeschlagen',
  'certificate {0} is not published yet': 'die Bescheinigung {0} ist noch nicht veröffentlicht',
  'the seal of certificate {0} awaits its timestamp, until {1}':
    'das Siegel der Bescheinigung {0} wartet bis {1} auf seinen Zeitstempel',
  'Milestone {0} is in {1}; only an accepted one is revoked, any other is cancelled.':
    'Der Meilenstein {0} steht in der Phase „{1, words}“; nur ein abgenommener wird widerrufen, jeder andere wird abgebrochen.',
  'A revocation is proposed already; the sponsor decides on it.':
    'Ein Widerruf ist schon vorgeschlagen; der Projektsponsor entscheidet darüber.',
  'No revocation is proposed{0}; the engagement manager proposes it with a reason.':
    'Es ist kein Widerruf vorgeschlagen{0, words}; die Projektleitung schlägt ihn mit einem Grund vor.',
  'proposed the revocation': 'hat den Widerruf vorgeschlagen',
  ' since "{0}" declined the last one, {1}': ', seit "{0}" den letzten abgelehnt hat, {1, words}',
  '"{0}" is no address; write it as name@example.com.':
    '„{0}“ ist keine Adresse; schreiben Sie sie wie name@example.com.',
  'A role cannot end at {0}; give an instant after now and after it begins ({1}).':
    'Eine Rolle kann nicht um {0} enden; geben Sie einen Zeitpunkt an, der noch kommt und nach ihrem Beginn liegt ({1}).',
  'A key cannot end at {0}; give an instant after {1} and at most {2} days away.':
    'Ein Schlüssel kann nicht um {0} enden; geben Sie einen Zeitpunkt nach {1} und in höchstens {2} Tagen an.',
  'The secrets before cannot have ended at {0}; leave it out to end them now, or give an instant to come.':
    'Die früheren Geheimnisse können nicht schon um {0} geendet haben; lassen Sie das weg, damit sie jetzt enden, oder geben Sie einen künftigen Zeitpunkt an.',
  'no access to this engagement': 'keinen Zugang zu diesem Auftrag',
  '"{0}" has {1}, so nothing is done for them; give somebody else of the engagement as personId.':
    '"{0}" hat {1, words}, deshalb wird nichts für diese Person getan; geben Sie als personId jemand anderen des Auftrags an.',
  'The identity provider does not say that your e-mail address is verified, and you are known here by that; have it verified there (claims email and email_verified), and sign in again.':
    'Ihr Identitätsanbieter sagt nicht, dass Ihre E-Mail-Adresse bestätigt ist, und hier kennt man Sie an ihr; lassen Sie sie dort bestätigen (Claims email und email_verified) und melden Sie sich noch einmal an.',
  'what was accepted keeps the plan it was accepted under; revoke it, or register another milestone':
    'was abgenommen ist, behält den Plan, unter dem es abgenommen wurde; widerrufen Sie es, oder legen Sie einen anderen Meilenstein an',
  'Amendment {0} awaits the consent of the other party; withdraw it first, or wait for their answer.':
    'Die Änderung {0} wartet auf die Zustimmung der anderen Partei; nehmen Sie sie zuerst zurück, oder warten Sie deren Antwort ab.',
  'The plan says so already; give what is to be another way.':
    'So steht der Plan schon; geben Sie an, was anders werden soll.',
  'Nobody of the other party who signs could consent to it, within their limits; first amend the approval authority list so that somebody can.':
    'Niemand, der für die andere Partei unterzeichnet, könnte im Rahmen seiner Befugnis zustimmen; ändern Sie zuerst die Liste der Zeichnungsberechtigten so, dass es jemand kann.',
  'Amendment {0} was made, declined or withdrawn or has lapsed, or the milestone was decided without it.':
    'Die Änderung {0} wurde vorgenommen, abgelehnt oder zurückgenommen oder ist hinfällig, oder über den Meilenstein wurde ohne sie entschieden.',
  'The priority of a milestone is as it was planned; extend a deadline, or leave this out.':
    'Die Priorität eines Meilensteins ist wie geplant; verlängern Sie eine Frist, oder lassen Sie das weg.',
  'say which milestones these waits are for: from which value on, or of which priority, or both':
    'sagen Sie, für welche Meilensteine diese Fristen gelten: ab welchem Wert, oder mit welcher Priorität, oder beides',
  'There is no amendment "{0}" of milestone {1}.': 'Der Meilenstein {1} hat keine Änderung „{0}“.',
  'proposed it': 'hat sie vorgeschlagen',
  '"{0}" does not sign for the other party, or not up to such a value; {1} may consent.':
    '"{0}" unterzeichnet nicht für die andere Partei oder nicht bis zu einem solchen Wert; zustimmen darf: {1}.',
  'the plan was amended{0}': 'der Plan wurde geändert{0, words}',
  '{0} after it was entered': '{0, words}, nachdem sie eingetragen war',
  'The package has to follow the plan as amended{0}: {1}': 'Das Paket muss dem geänderten Plan folgen{0, words}: {1}',
  'The plan would not hold together: {0}': 'Der Plan wäre nicht stimmig: {0, list}',
  'plan.value.currency: it stays {0}, in which limits and what is withheld are':
    'plan.value.currency: es bleibt bei {0}, worin Befugnisse und Einbehalte angegeben sind',
  'without limit': 'unbegrenzt',
  'The plan was amended to version {0}{1}, and the decision is on version {2}; look at what changed and decide again.':
    'Der Plan wurde auf Fassung {0} geändert{1, words}, und die Entscheidung gilt der Fassung {2}; sehen Sie sich an, was sich geändert hat, und entscheiden Sie noch einmal.',
  'give the reasons of a revision request': 'geben Sie die Gründe an, aus denen Sie eine Überarbeitung verlangen',
  'write at least one comment': 'schreiben Sie mindestens eine Anmerkung',
  'deliverable "{0}" ({1}) is neither present nor waived with a reason':
    'der Liefergegenstand „{0}“ ({1}) ist weder dabei noch mit einem Grund erlassen',
  'deliverable "{0}" is not in the plan': 'der Liefergegenstand „{0}“ steht nicht im Plan',
  'quality review "{0}" has no result': 'die Qualitätsprüfung „{0}“ hat kein Ergebnis',
  'a package is taken while compiling or in rework':
    'ein Paket wird während der Zusammenstellung oder der Nachbesserung angenommen',
  'No such document in engagement {0}: {1}; upload it and submit again.':
    'Im Auftrag {0} gibt es dieses Dokument nicht: {1}; laden Sie es hoch und reichen Sie noch einmal ein.',
  'The package is not complete: {0}.': 'Das Paket ist nicht vollständig: {0, list}.',
  'what is still to be completed cannot be accepted yet':
    'was noch fertigzustellen ist, kann noch nicht abgenommen werden',
  '{0} is {1}, before the engagement began on {2}; give the date on which the work was completed.':
    '{0} ist {1, date}, vor dem Beginn des Auftrags am {2, date}; geben Sie das Datum an, an dem die Arbeit fertig war.',
  'deliverable "{0}": {1} is empty; upload it again':
    'Liefergegenstand „{0}“: {1} ist leer; laden Sie die Datei noch einmal hoch',
  'deliverable "{0}" is both present and waived': 'der Liefergegenstand „{0}“ ist zugleich dabei und erlassen',
  'deliverable "{0}" is given twice': 'der Liefergegenstand „{0}“ ist doppelt angegeben',
  'quality review "{0}" failed and is not explained':
    'die Qualitätsprüfung „{0}“ ist nicht bestanden, und das ist nicht erläutert',
  'no quality review result is given': 'es ist kein Ergebnis einer Qualitätsprüfung angegeben',
  'the completed work services are not stated': 'die erbrachten Leistungen sind nicht angegeben',
  'no deliverable says what changed since the last package':
    'kein Liefergegenstand sagt, was sich seit dem letzten Paket geändert hat',
  '{0}, and its content is that of a .{1} file ({2})': '{0, words}, und ihr Inhalt ist der einer .{1}-Datei ({2})',
  'its name has no extension': 'ihr Name hat keine Endung',
  'its name ends in .{0}': 'ihr Name endet auf .{0}',
  'its name ends in .{0}, and its content does not begin like that of such a file':
    'ihr Name endet auf .{0}, und ihr Inhalt beginnt nicht wie der einer solchen Datei',
  'a package is taken back before anybody has decided on it':
    'ein Paket wird zurückgenommen, bevor jemand darüber entschieden hat',
  '"{0}" did not submit the package; {1} ({2}) did, and may take it back.':
    '"{0}" hat das Paket nicht eingereicht; das war {1} ({2}), die Person darf es zurücknehmen.',
  '{0} reported on the package already; what was decided on is not taken back, but reworked.':
    '{0} hat über das Paket schon berichtet; worüber entschieden ist, wird nicht zurückgenommen, sondern nachgebessert.',
  'Package version {0} was taken back: {1}': 'Die Paketversion {0} wurde zurückgenommen: {1}',
  'an accepted milestone is revoked, not cancelled': 'ein abgenommener Meilenstein wird widerrufen, nicht abgebrochen',
  'A milestone takes no message of the name it was sent under; send one of {0}.':
    'Ein Meilenstein nimmt keine Nachricht unter dem Namen an, unter dem sie gesendet wurde; senden Sie eine von diesen: {0}.',
  'The message is not a JSON object; send one with a messageId, the actor, and the fields of its kind.':
    'Die Nachricht ist kein JSON-Objekt; senden Sie eines mit messageId, actor und den Feldern seiner Art.',
  'refusals are taken during review and formal sign-off':
    'verweigert wird während des Stakeholder-Reviews und der förmlichen Abnahme',
  '{0} refused after signing.': '{0} hat nach der Unterzeichnung die Abnahme verweigert.',
  '"{0}" is not asked to decide on milestone {1} in {2}.':
    '"{0}" ist beim Meilenstein {1} in der Phase „{2, words}“ nicht um eine Entscheidung gebeten.',
  '"{0}" belongs to a group that has not been asked yet.':
    '"{0}" gehört zu einer Gruppe, die noch nicht gebeten wurde.',
  'an outcome is recorded while a dispute is facilitated':
    'ein Ergebnis wird festgehalten, solange ein Streit vermittelt wird',
  '"{0}" is not possible here; choose one of {1}.': '„{0}“ geht hier nicht; wählen Sie eines von {1}.',
  'Exceptions are named to go on under them, not for "{0}"; leave them out.':
    'Vorbehalte werden genannt, um unter ihnen fortzufahren, nicht bei „{0}“; lassen Sie sie weg.',
  'Requirement {0} is not met: {1}': 'Anforderung {0} ist nicht erfüllt: {1}',
  'Rejected by silence, as the contract provides; nobody gave reasons.':
    'Durch Schweigen abgelehnt, wie es der Vertrag vorsieht; niemand hat Gründe angegeben.',
  'only a dispute or an overdue wait can be escalated':
    'nur ein Streit oder eine versäumte Frist kann an den Projektsponsor gehen',
  'The wait of {0} runs until {1}; it can be escalated after that.':
    'Die Frist der Phase „{0, words}“ läuft bis {1}; danach kann die Sache an den Projektsponsor gehen.',
  'the sponsor decides what was escalated': 'der Projektsponsor entscheidet, was an ihn gegangen ist',
  'is the engagement manager': 'ist die Projektleitung',
  'Exceptions are named to go back to formal sign-off with, not for "{0}"; leave them out.':
    'Vorbehalte werden genannt, um mit ihnen in die förmliche Abnahme zurückzukehren, nicht bei „{0}“; lassen Sie sie weg.',
  'Mandatory and not met: {0}. Name each in the requirementIds of an exception, or choose rework.':
    'Zwingend und nicht erfüllt: {0}. Nennen Sie jede in requirementIds eines Vorbehalts, oder wählen Sie die Nachbesserung.',
  'no package was submitted': 'es wurde kein Paket eingereicht',
  'There is no validated package that could be signed: {0}. Choose rework, or terminate the milestone.':
    'Es gibt kein geprüftes Paket, das unterzeichnet werden könnte: {0, list}. Wählen Sie die Nachbesserung, oder beenden Sie den Meilenstein.',
  '{0} objects to the outcome recorded by the engagement manager: {1}':
    '{0} widerspricht dem Ergebnis, das die Projektleitung festgehalten hat: {1}',
  'an outcome is confirmed or opposed before the milestone is decided otherwise':
    'ein Ergebnis wird bestätigt oder ihm wird widersprochen, bevor über den Meilenstein anders entschieden ist',
  'No outcome of a facilitation awaits confirmation: it was confirmed or opposed, or its period is over. Refuse, or ask a party to escalate.':
    'Kein Ergebnis einer Vermittlung wartet auf Bestätigung: Es wurde bestätigt, ihm wurde widersprochen, oder die Frist ist vorbei. Verweigern Sie die Abnahme, oder bitten Sie eine Partei, den Projektsponsor einzuschalten.',
  'The outcome is confirmed or opposed by who refused, "{0}", not by "{1}".':
    'Das Ergebnis bestätigt oder ihm widerspricht, wer die Abnahme verweigert hat, "{0}", nicht "{1}".',
  'Nobody who is asked owes a decision; something else keeps the stage open.':
    'Niemand der Gebetenen schuldet eine Entscheidung; etwas anderes hält die Stufe offen.',
  'No final notice was given.': 'Es gab keine letzte Aufforderung.',
  '{0} refused this package and has not decided otherwise since.':
    '{0} hat dieses Paket abgelehnt und seither nicht anders entschieden.',
  'A critical issue stands in the report of {0}: {1}': 'Im Bericht von {0} steht ein schwerwiegender Mangel: {1}',
  'What the firm entered for {0} may still be objected to.':
    'Dem, was der Auftragnehmer für {0} eingetragen hat, kann noch widersprochen werden.',
  'What {0} needs to know has not been answered.': 'Was {0} wissen muss, ist nicht beantwortet.',
  '{0} said that it is not theirs to decide.': '{0} hat erklärt, dafür nicht zuständig zu sein.',
  'Before silence can count, {0}.': 'Bevor Schweigen zählen kann: {0, words}.',
  'submitted the package': 'hat das Paket eingereicht',
  'A mail to {0} came back.': 'Eine Mail an {0} kam zurück.',
  'There is no proof that the request reached {0}.': 'Es gibt keinen Nachweis, dass die Anfrage {0} erreicht hat.',
  'There is no proof that the final notice reached {0}.':
    'Es gibt keinen Nachweis, dass die letzte Aufforderung {0} erreicht hat.',
  'The final notice reached {0} only at {1}.': 'Die letzte Aufforderung erreichte {0} erst {1, words}.',
  'The notice reached {0} only at {1}.': 'Die Mitteilung erreichte {0} erst {1, words}.',
  'the period to object': 'die Frist zum Widerspruch',
  'A mail to {0} that tells of it came back.': 'Eine Mail an {0}, die es mitteilt, kam zurück.',
  'There is no proof that {0} was told of it.': 'Es gibt keinen Nachweis, dass {0} davon erfahren hat.',
  'approvals are entered during the review': 'Freigaben werden während des Stakeholder-Reviews eingetragen',
  'acceptance is entered during formal sign-off': 'die Abnahme wird während der förmlichen Abnahme eingetragen',
  'Not among the engagement’s uploaded documents: {0}; upload the signed document first.':
    'Nicht unter den hochgeladenen Dokumenten des Auftrags: {0}; laden Sie zuerst das unterzeichnete Dokument hoch.',
  '"{0}" objected {1} to what was entered as theirs on this package; they decide themselves.':
    '"{0}" hat {1, words} dem widersprochen, was zu diesem Paket eingetragen war; die Person entscheidet selbst.',
  'A decision of "{0}" on this package {1}; one person counts once.':
    'Für "{0}" gilt zu diesem Paket: {1, words}; eine Person zählt einmal.',
  'was entered already': 'eine Entscheidung ist schon eingetragen',
  'is on record': 'eine Entscheidung ist in der Akte',
  'a document is entered that is signed already': 'eingetragen wird ein Dokument, das schon unterzeichnet ist',
  'decidedOn is {0}, before the package was submitted, on {1}: what was signed before is about something else.':
    'decidedOn ist {0, date}, bevor das Paket am {1, date} eingereicht wurde: Was vorher unterzeichnet wurde, betrifft etwas anderes.',
  '"{0}" was entered as the decision of "{1}", who may object to it, and not of "{2}".':
    '"{0}" wurde als Entscheidung von "{1}" eingetragen; widersprechen darf diese Person, nicht "{2}".',
  'Nothing is entered under this ID; name one that was entered as your decision.':
    'Unter dieser Kennung ist nichts eingetragen; nennen Sie eine, die als Ihre Entscheidung eingetragen ist.',
  'decide yourself, which counts instead: approve, sign or refuse':
    'entscheiden Sie selbst, das zählt stattdessen: freigeben, unterzeichnen oder ablehnen',
  'tell "{0}" and "{1}", who together can revoke an acceptance':
    'sagen Sie es "{0}" und "{1}", die gemeinsam eine Abnahme widerrufen können',
  'What was entered could be objected to until {0}{1}; {2}.':
    'Dem Eingetragenen konnte bis {0} widersprochen werden{1, words}; {2, words}.',
  ', and is settled ({0})': ', und es ist erledigt ({0})',
  'The contract takes {0} of the {1} by {2}, and lets the firm enter none; "{3}" has to decide themselves, behind the link in the mail that asks for it.':
    'Der Vertrag lässt {0, words} der Partei „{1, words}“ durch {2, list} zu und keinen Eintrag durch den Auftragnehmer; "{3}" muss selbst entscheiden, hinter dem Link in der Mail, die darum bittet.',
  'A mandatory requirement is not met and would be accepted by exception; that is granted with a signature of one’s own, and nobody enters one.':
    'Eine zwingende Anforderung ist nicht erfüllt und würde unter Vorbehalt abgenommen; das wird mit der eigenen Unterschrift gewährt, und niemand trägt sie ein.',
  'What somebody of the client decided is entered over the HTTP API alone, with a key of the firm, or signed in, by the person of the firm who answers for it.':
    'Was jemand des Auftraggebers entschieden hat, wird allein über die HTTP-API eingetragen, mit einem Schlüssel des Auftragnehmers oder angemeldet, durch die Person des Auftragnehmers, die dafür einsteht.',
  'is an author of a deliverable in this package': 'ist Autor eines Liefergegenstands in diesem Paket',
  'is asked to decide on this package': 'ist um eine Entscheidung über dieses Paket gebeten',
  'has decided on this package': 'hat über dieses Paket entschieden',
  'What is entered rests on a document; upload the signed one and name it.':
    'Was eingetragen wird, beruht auf einem Dokument; laden Sie das unterzeichnete hoch und nennen Sie es.',
  '"{0}" is a file of the package itself, which shows nobody’s decision on it; upload the signed document and name that.':
    '„{0}“ ist eine Datei des Pakets selbst, die niemandes Entscheidung darüber zeigt; laden Sie das unterzeichnete Dokument hoch und nennen Sie dieses.',
  'exceptions are closed after a conditional acceptance':
    'Vorbehalte werden nach einer Abnahme unter Vorbehalt erledigt',
  'There is no open exception "{0}"; open: {1}.': 'Es gibt keinen offenen Vorbehalt „{0}“; offen: {1, words}.',
  'Exception {0} is owned by "{1}", who shows that it is closed.':
    'Der Vorbehalt {0} liegt bei "{1}"; diese Person zeigt, dass er erledigt ist.',
  'Not among the engagement’s uploaded documents: {0}; upload them first.':
    'Nicht unter den hochgeladenen Dokumenten des Auftrags: {0}; laden Sie sie zuerst hoch.',
  'The owner of exception {0} has shown nothing that could be rejected.':
    'Wer für den Vorbehalt {0} zuständig ist, hat nichts gezeigt, was zurückgewiesen werden könnte.',
  '"{0}" is no validator, approver or manager of this milestone and cannot verify exceptions.':
    '"{0}" ist weder Prüfer noch Zeichnungsberechtigter noch Projektleitung dieses Meilensteins und kann Vorbehalte nicht prüfen.',
  'Exception {0} is due on {1}; it can be extended to a later date that is not past, until {2}, not to {3}.':
    'Der Vorbehalt {0} ist am {1, date} fällig; er kann auf ein späteres Datum verlängert werden, das nicht vorbei ist, bis {2, date}, nicht auf {3, date}.',
  'An exception is extended by the authority that granted it ({0}), not by "{1}".':
    'Ein Vorbehalt wird von der Stelle verlängert, die ihn gewährt hat ({0, words}), nicht von "{1}".',
  'nobody of the other party': 'niemand der anderen Partei',
  'Exception {0} has failed already.': 'Der Vorbehalt {0} ist schon gescheitert.',
  'Exception {0} is due on {1}; it can be declared failed after that date.':
    'Der Vorbehalt {0} ist am {1, date} fällig; nach diesem Datum kann er für gescheitert erklärt werden.',
  'exceptions are proposed before the milestone is signed':
    'Vorbehalte werden vorgeschlagen, bevor der Meilenstein unterzeichnet ist',
  'Exception {0} was proposed after they signed.': 'Der Vorbehalt {0} wurde nach dieser Unterschrift vorgeschlagen.',
  'exception {0} was proposed after it was entered': 'der Vorbehalt {0} wurde vorgeschlagen, nachdem eingetragen war',
  '"{0}" is already used': '„{0}“ ist schon vergeben',
  'an open issue of severity 1 or 2 cannot be accepted as an exception; rework it':
    'ein offener Mangel des Schweregrads 1 oder 2 kann nicht unter Vorbehalt abgenommen werden; bessern Sie nach',
  'the validation report has an open issue of severity 1 or 2; rework it':
    'der Prüfbericht hat einen offenen Mangel des Schweregrads 1 oder 2; bessern Sie nach',
  '"{0}" is not among the engagement’s people': '"{0}" gehört nicht zu den Personen des Auftrags',
  'nobody could verify it closed: with "{0}" as its owner, proposed by "{1}", no validator, approver or manager is left of a party that neither owns nor proposed it. Name an owner of the proposer’s party, list somebody of the other one, or let contract.ownVerification say which party verifies its own':
    'niemand könnte prüfen, dass er erledigt ist: mit "{0}" als Zuständigem, vorgeschlagen von "{1}", bleibt kein Prüfer, Zeichnungsberechtigter oder Projektleiter einer Partei, die ihn weder hat noch vorgeschlagen hat. Nennen Sie als zuständig jemanden der vorschlagenden Partei, führen Sie jemanden der anderen auf, oder sagen Sie in contract.ownVerification, welche Partei ihre eigenen prüft',
  '{0} is in the past': '{0, date} ist vorbei',
  '{0} is {1} days away; the contract allows {2}': '{0, date} ist in {1} Tagen; der Vertrag erlaubt {2}',
  'The part cannot be put to signature: {0}.': 'Der Teil kann nicht zur Unterzeichnung vorgelegt werden: {0, words}.',
  'the contract has no acceptance in parts; put all of it to signature, or amend the terms':
    'der Vertrag kennt keine Teilabnahme; legen Sie alles zur Unterzeichnung vor, oder ändern Sie die Vertragsbedingungen',
  'the plan does not say what each deliverable is worth; amend the plan so that the parts add up to its value':
    'der Plan sagt nicht, was jeder Liefergegenstand wert ist; ändern Sie ihn so, dass die Anteile zusammen seinen Wert ergeben',
  'part {0} is put to signature already; withdraw it first':
    'Teil {0} wird bereits zur Unterzeichnung vorgelegt; ziehen Sie ihn zuerst zurück',
  'exceptions are agreed on; a part is accepted without any, and the last acceptance may be under them':
    'Vorbehalte sind vereinbart; ein Teil wird ohne Vorbehalt abgenommen, und die letzte Abnahme kann unter ihnen stehen',
  'who refused may still object to what was facilitated; wait for their word':
    'wer abgelehnt hat, kann dem vermittelten Ergebnis noch widersprechen; warten Sie die Antwort ab',
  'they are all that is open; put all of it to signature, which needs no part':
    'das ist alles, was offen ist; legen Sie alles zur Unterzeichnung vor, dafür braucht es keinen Teil',
  '{0} is no business day of the contract after today; choose one':
    '{0, date} ist kein Arbeitstag des Vertrags nach heute; wählen Sie einen',
  'deliverable "{0}" is accepted already; name what is open':
    'Liefergegenstand „{0}“ ist bereits abgenommen; nennen Sie, was offen ist',
  'deliverable "{0}" is not in the plan; name what is':
    'Liefergegenstand „{0}“ steht nicht im Plan; nennen Sie, was darin steht',
  'deliverable "{0}" is not in the package; name what was handed in':
    'Liefergegenstand „{0}“ ist nicht im Paket; nennen Sie, was eingereicht wurde',
  'deliverable "{0}" is named twice; name it once': 'Liefergegenstand „{0}“ ist zweimal genannt; nennen Sie ihn einmal',
  'deliverable "{0}" is accepted already; leave it out':
    'Liefergegenstand „{0}“ ist bereits abgenommen; lassen Sie ihn weg',
  'All that is open is put to signature, and no part of it by itself; look at it and decide again, without deliverableIds.':
    'Zur Unterzeichnung vorgelegt ist alles, was offen ist, und kein Teil für sich; sehen Sie es an und entscheiden Sie neu, ohne deliverableIds.',
  'A part is put to signature by itself: {0}, not {1}; look at it and decide again, naming these deliverables.':
    'Ein Teil wird für sich zur Unterzeichnung vorgelegt: {0}, nicht {1, words}; sehen Sie ihn an und entscheiden Sie neu, mit diesen Liefergegenständen.',
  'deliverables.{0}.value: other deliverables have a part of the value; give one for each':
    'deliverables.{0}.value: andere Liefergegenstände haben einen Anteil am Wert; geben Sie für jeden einen an',
  'deliverables: their parts of the value add up to {0} {1}; the milestone is worth {2} {3}':
    'deliverables: ihre Anteile am Wert ergeben zusammen {0, money 1}; der Meilenstein ist {2, money 3} wert',
  'put a part to signature by itself': 'einen Teil für sich zur Unterzeichnung vorlegen',
  'withdraw a part that is put to signature': 'einen zur Unterzeichnung vorgelegten Teil zurückziehen',
  'part {0} is put to signature by itself, which is accepted without exceptions; withdraw it first':
    'Teil {0} wird für sich zur Unterzeichnung vorgelegt und ohne Vorbehalt abgenommen; ziehen Sie ihn zuerst zurück',
  '{0} {1} withheld in all exceeds the value that is not accepted yet, {2} {3}':
    '{0, money 1} Einbehalt insgesamt sind mehr als der noch nicht abgenommene Wert von {2, money 3}',
  'The plan was amended{0}': 'Der Plan wurde geändert{0, words}',
  'plan.value.amount: the exceptions agreed on withhold {0} {1} in all, and parts worth {2} {3} are accepted':
    'plan.value.amount: die vereinbarten Vorbehalte behalten zusammen {0, money 1} ein, und Teile im Wert von {2, money 3} sind abgenommen',
  'plan.deliverables{0}: "{1}" is accepted by a certificate of its own; it stays as it was':
    'plan.deliverables{0}: „{1}“ ist mit einer eigenen Bescheinigung abgenommen und bleibt, wie es war',
  'a part is put to signature once the package was validated and reviewed':
    'ein Teil wird zur Unterzeichnung vorgelegt, sobald das Paket geprüft und beurteilt ist',
  'part {0} was put to signature by itself': 'Teil {0} für sich zur Unterzeichnung vorgelegt wurde',
  'a part is withdrawn while it is put to signature':
    'ein Teil wird zurückgezogen, solange er zur Unterzeichnung vorgelegt ist',
  'Part "{0}" is not put to signature; {1}.': 'Teil „{0}“ wird nicht zur Unterzeichnung vorgelegt; {1, words}.',
  '{0} is': 'vorgelegt wird {0}',
  'no part is': 'kein Teil wird vorgelegt',
  'part {0} was withdrawn from signature': 'Teil {0} von der Unterzeichnung zurückgezogen wurde',
  'They signed before {0}.': 'Unterzeichnet wurde, bevor {0, words}.',
  'all of it': 'alles',
  'The exception cannot be agreed: {0}.': 'Der Vorbehalt kann nicht vereinbart werden: {0, list}.',
  '"{0}" is no mandatory requirement of this milestone that a validator found not met; leave it out':
    '„{0}“ ist keine zwingende Anforderung dieses Meilensteins, die ein Prüfer nicht erfüllt fand; lassen Sie sie weg',
  'requirement {0} is under exception {1} already; leave it out':
    'die Anforderung {0} steht schon unter dem Vorbehalt {1}; lassen Sie sie weg',
  '{0}; rework it': '{0, words}; bessern Sie nach',
  'requirement {0} was found not met at severity {1}; give the exception no lighter one':
    'die Anforderung {0} wurde mit Schweregrad {1} nicht erfüllt gefunden; geben Sie dem Vorbehalt keinen leichteren',
  'nobody of the client who may sign could grant this concession; it is not granted by who owns or proposes it':
    'niemand des Auftraggebers, der unterzeichnen darf, könnte diese Sonderfreigabe gewähren; wer den Vorbehalt hat oder vorschlägt, gewährt sie nicht',
  'owns exception {0}': 'ist für den Vorbehalt {0} zuständig',
  'proposed exception {0}': 'hat den Vorbehalt {0} vorgeschlagen',
  'Milestone {0} is {1}; it takes no further decisions.':
    'Der Meilenstein {0} ist {1, words}; er nimmt keine Entscheidungen mehr an.',
  'Milestone {0} is in {1}; {2}.': 'Der Meilenstein {0} steht in der Phase „{1, words}“; {2, words}.',
  '{0}… (version {1})': '{0}… (Version {1})',
  'not submitted yet': 'noch nicht eingereicht',
  '{0} is {1}, after today, {2} by the contract’s calendar: {3}.':
    '{0} ist {1, date}, nach heute, dem {2, date} nach dem Kalender des Vertrags: {3, words}.',
  'somebody who is not listed': 'jemand, der nicht aufgeführt ist',
  'What became of a mail is reported by what sends and reads the mail alone.':
    'Was aus einer Mail wurde, meldet allein, was Mails sendet und liest.',
  'Nobody acts as the system; name the person who acts and how they were authenticated.':
    'Niemand handelt als das System; nennen Sie die Person, die handelt, und wie sie sich ausgewiesen hat.',
  '"{0}" is no longer asked: "{1}" was named on {2} to decide instead. The engagement manager can reassign it.':
    '"{0}" ist nicht mehr gebeten: "{1}" wurde am {2, date} benannt, an dieser Stelle zu entscheiden. Die Projektleitung kann das neu zuweisen.',
  'a personal link': 'einen persönlichen Link',
  'a signed-in session': 'eine angemeldete Sitzung',
  'an e-mail reply': 'eine Antwort per E-Mail',
  'an API key, which proves a system and no person': 'einen API-Schlüssel, der ein System ausweist und keine Person',
  'a message sent with access to Temporal, which proves an administrator and nobody else':
    'eine Nachricht über Temporal, die einen Administrator ausweist und sonst niemanden',
  'the system itself': 'das System selbst',
  'The request that this answers went to an address of "{0}" that has been corrected since; decide on the page behind the link in the mail to the new one.':
    'Die Anfrage, auf die das antwortet, ging an eine Adresse von "{0}", die seither berichtigt wurde; entscheiden Sie auf der Seite hinter dem Link in der Mail an die neue.',
  'The contract takes {0} of the {1} by {2} only. Enter the code sent to you by e-mail to confirm that it is you who decides.':
    'Der Vertrag lässt {0, words} der Partei „{1, words}“ nur so zu: {2, list}. Geben Sie den Code ein, den Sie per E-Mail bekommen haben, um zu bestätigen, dass Sie es sind, der entscheidet.',
  'The contract takes {0} of the {1} by {2} only. Confirm it with your passkey on the page that asks for it; one is set up behind your link.':
    'Der Vertrag lässt {0, words} der Partei „{1, words}“ nur so zu: {2, list}. Bestätigen Sie mit Ihrem Passkey auf der Seite, die danach fragt; hinter Ihrem Link wird einer eingerichtet.',
  'The contract takes {0} of the {1} by {2}, and not by {3}; {4}.':
    'Der Vertrag lässt {0, words} der Partei „{1, words}“ so zu: {2, list}, und nicht durch {3, words}; {4, words}.',
  'decide on the page behind the link in the mail that asks for it':
    'entscheiden Sie auf der Seite hinter dem Link in der Mail, die darum bittet',
  'sign in and decide on the page that asks for it':
    'melden Sie sich an und entscheiden Sie auf der Seite, die darum bittet',
  'answer the mail that asks for it': 'beantworten Sie die Mail, die darum bittet',
  'another API key': 'einen anderen API-Schlüssel',
  'The plan names "{0}" as a system that reports with API key "{1}", and not by {2}; have that system report, or the engagement manager reassign the validation to a person.':
    'Der Plan nennt "{0}" als System, das mit dem API-Schlüssel „{1}“ berichtet, und nicht durch {2, words}; lassen Sie jenes System berichten, oder die Projektleitung weist die Prüfung einer Person zu.',
  'The plan names "{0}" as a system, which reports on validation and gives no {1}; a person has to.':
    'Der Plan nennt "{0}" als System, das über die Prüfung berichtet und sonst nichts abgibt ({1, words}); das muss eine Person tun.',
  '"{0}" cannot be listed so: {1}.': '"{0}" kann so nicht aufgeführt werden: {1, words}.',
  '"{0}" is among the people already; correct them instead.':
    '"{0}" ist schon unter den Personen; berichtigen Sie stattdessen deren Angaben.',
  'That is the mailbox of "{0}", and one mailbox is one human; give an address of their own.':
    'Das ist das Postfach von "{0}", und ein Postfach ist ein Mensch; geben Sie eine eigene Adresse an.',
  '"{0}" is not among the people of the engagement; use the ID it lists, or add them.':
    '"{0}" gehört nicht zu den Personen des Auftrags; nehmen Sie die Kennung, die dort steht, oder fügen Sie die Person hinzu.',
  'Milestone {0} is over: nobody is asked or told anything of it any more that a correction could reach.':
    'Der Meilenstein {0} ist vorbei: Niemand wird mehr um etwas gebeten oder über etwas unterrichtet, das eine Berichtigung erreichen könnte.',
  '"{0}" is listed so already; give what is to be another way.':
    '"{0}" ist schon so aufgeführt; geben Sie an, was anders werden soll.',
  'a duty is delegated while it is asked for': 'eine Aufgabe wird weitergegeben, solange um sie gebeten wird',
  '"{0}" acts for "{1}" and cannot delegate that further; the engagement manager can reassign it.':
    '"{0}" handelt für "{1}" und kann das nicht weitergeben; die Projektleitung kann es neu zuweisen.',
  '"{0}" is not being asked now; delegate once the request arrives.':
    '"{0}" ist jetzt nicht gebeten; geben Sie weiter, sobald die Anfrage da ist.',
  'Name another person to decide instead of you.': 'Nennen Sie jemand anderen, der an Ihrer Stelle entscheidet.',
  'duties are reassigned before the milestone is signed':
    'Aufgaben werden neu zugewiesen, bevor der Meilenstein unterzeichnet ist',
  'Nothing is asked of validators, stakeholders or approvers in {0}; name the duty to reassign.':
    'In der Phase „{0, words}“ wird nichts von Prüfern, Stakeholdern oder Zeichnungsberechtigten erbeten; nennen Sie die Aufgabe, die neu zuzuweisen ist.',
  '"{0}" is not listed for {1} on milestone {2}.': '"{0}" ist beim Meilenstein {2} nicht aufgeführt ({1, words}).',
  'The silence of "{0}" counts as a decision on this package; it stands and cannot be passed on.':
    'Das Schweigen von "{0}" zählt als Entscheidung über dieses Paket; sie gilt und kann nicht weitergegeben werden.',
  '"{0}" has already given a decision on this package, {1}; it stands and cannot be passed on.':
    '"{0}" hat über dieses Paket schon entschieden, {1, words}; das gilt und kann nicht weitergegeben werden.',
  '"{0}" is not among the people of the engagement.': '"{0}" gehört nicht zu den Personen des Auftrags.',
  '"{0}" belongs to the {1}; name somebody of the same party as "{2}".':
    '"{0}" gehört zur Partei „{1, words}“; nennen Sie jemanden derselben Partei wie "{2}".',
  '"{0}" is a shared mailbox, which decides nothing; name a person.':
    '"{0}" ist ein gemeinsames Postfach, das nichts entscheidet; nennen Sie eine Person.',
  '"{0}" observes by the plan, and decides nothing; name somebody else.':
    '"{0}" bekommt nach dem Plan nur Kopien und entscheidet nichts; nennen Sie jemand anderen.',
  '"{0}" is a system by the plan, which reports on validation alone; name a person.':
    '"{0}" ist nach dem Plan ein System, das allein über die Prüfung berichtet; nennen Sie eine Person.',
  '"{0}" has the mailbox of "{1}", who is asked as well; one human counts once.':
    '"{0}" hat das Postfach von "{1}", und auch diese Person ist gebeten; ein Mensch zählt einmal.',
  '"{0}" already acts for "{1}"; one person counts once.': '"{0}" handelt schon für "{1}"; eine Person zählt einmal.',
  '"{0}" has already decided on this package; one person counts once.':
    '"{0}" hat über dieses Paket schon entschieden; eine Person zählt einmal.',
  '"{0}" entered decision {1} of somebody else on this package, and decides nothing beside it.':
    '"{0}" hat zu diesem Paket die Entscheidung {1} von jemand anderem eingetragen und entscheidet daneben nichts.',
  'If "{0}" acted instead: {1}': 'Wenn stattdessen "{0}" handelte: {1, words}',
  'On a new package, when what people delegated has ended: {0}':
    'Bei einem neuen Paket, wenn Weitergegebenes geendet hat: {0, words}',
  '"{0}" has no authority on the approval authority list; name somebody who is listed there.':
    '"{0}" hat keine Befugnis nach der Liste der Zeichnungsberechtigten; nennen Sie jemanden, der dort steht.',
  'group "{0}" could no longer reach its quorum, because one person counts once.':
    'die Gruppe „{0}“ könnte ihr Quorum nicht mehr erreichen, weil eine Person einmal zählt.',
  'There are no words in "{0}"; name one of {1}, with a region if you like.':
    'In „{0}“ gibt es keine Worte; nennen Sie eine von {1}, mit Region, wenn Sie möchten.',
  'The name is listed as “{0}”': 'Der Name ist als „{0}“ aufgeführt',
  '{0}; what was typed is longer than any name. Type it as listed.':
    '{0, words}; was eingegeben wurde, ist länger als jeder Name. Geben Sie ihn ein, wie er aufgeführt ist.',
  '{0}; accents or special letters are missing or differ. Type it with them, or copy it from here.':
    '{0, words}; Akzente oder besondere Buchstaben fehlen oder sind andere. Geben Sie sie mit ein, oder kopieren Sie den Namen von hier.',
  '{0}; what was typed has the {1} letter “{2}” (U+{3}), which only looks alike. Type it by hand.':
    '{0, words}; die Eingabe hat den Buchstaben „{2}“ (U+{3}) der Schrift {1}, der nur gleich aussieht. Tippen Sie den Namen von Hand.',
  '{0}; type it as listed.': '{0, words}; geben Sie ihn ein, wie er aufgeführt ist.',
  'use base64url without padding': 'nehmen Sie base64url ohne Füllzeichen',
  'use the ID of a key of the entrances': 'nehmen Sie die Kennung eines Schlüssels der Eingänge',
  'use the base64 of 64 bytes': 'nehmen Sie das Base64 von 64 Bytes',
  'use letters, digits, dot, dash or underscore': 'nehmen Sie Buchstaben, Ziffern, Punkt, Bindestrich oder Unterstrich',
  'write it with its country code, as in "+49 30 23125 101"':
    'schreiben Sie sie mit der Landesvorwahl, etwa "+49 30 23125 101"',
  'The contract takes passkeys, and this service is reached at {0}, where browsers offer none: they do on https, and on localhost. Set PUBLIC_URL to the service\'s https address, or leave "passkey" out.':
    'Der Vertrag sieht Passkeys vor, und dieser Dienst ist unter {0} zu erreichen, wo Browser keine anbieten: Das tun sie auf https und auf localhost. Setzen Sie PUBLIC_URL auf die https-Adresse des Dienstes, oder lassen Sie "passkey" weg.',
  'The contract has the firm’s people decide while signed in and no other way, and nobody signs in at this service. Name "link" or "linkAndCode" beside "session", or have the service know an identity provider (OIDC_ISSUER).':
    'Nach dem Vertrag entscheiden die Personen des Auftragnehmers nur angemeldet, und bei diesem Dienst meldet sich niemand an. Nennen Sie neben "session" auch "link" oder "linkAndCode", oder lassen Sie den Dienst einen Identitätsanbieter kennen (OIDC_ISSUER).',
  'ask the engagement manager': 'Wenden Sie sich an die Projektleitung',
  'ask the engagement sponsor': 'Wenden Sie sich an den Projektsponsor',
  'ask one of them': 'Wenden Sie sich an eine dieser Personen',
  'name a person of the firm from the people of the engagement':
    'Nennen Sie aus den Personen des Auftrags jemanden des Auftragnehmers',
  'somebody of the other party must, unless contract.ownVerification lets a party judge its own':
    'das muss jemand der anderen Partei tun, wenn nicht contract.ownVerification einer Partei erlaubt, über ihre eigenen zu urteilen',
  'validate it': 'es prüfen',
  'another validator must report': 'ein anderer Prüfer muss berichten',
  'sign for the firm': 'für den Auftragnehmer unterzeichnen',
  'another signer must': 'das muss ein anderer Zeichnungsberechtigter tun',
  'enter a decision of somebody else': 'die Entscheidung eines anderen eintragen',
  'somebody else of the firm must, who neither made nor submitted the work, nor decides on it':
    'das muss jemand anderes des Auftragnehmers tun, der die Arbeit weder geleistet noch eingereicht hat noch über sie entscheidet',
  'accept it by silence': 'es durch Schweigen abnehmen',
  'they must sign': 'die Person muss unterzeichnen',
  'submit the package': 'das Paket einreichen',
  'take the package back': 'das Paket zurücknehmen',
  'address feedback': 'Anmerkungen beantworten',
  'schedule the review meeting': 'die Review-Besprechung ansetzen',
  'record meeting notes': 'das Protokoll der Besprechung festhalten',
  'record the outcome of a facilitation': 'das Ergebnis einer Vermittlung festhalten',
  'reassign a duty': 'eine Aufgabe neu zuweisen',
  'correct the calendar': 'den Kalender berichtigen',
  'extend a deadline': 'eine Frist verlängern',
  'extend the sponsor’s own deadline': 'die eigene Frist des Projektsponsors verlängern',
  'escalate a dispute in which they did not refuse':
    'einen Streit an den Projektsponsor bringen, in dem die Person nicht verweigert hat',
  'escalate an overdue wait': 'eine versäumte Frist an den Projektsponsor bringen',
  'propose an exception': 'einen Vorbehalt vorschlagen',
  'verify it closed': 'prüfen, dass er erledigt ist',
  'judge whether it is closed': 'beurteilen, ob er erledigt ist',
  'grant it': 'sie gewähren',
  'another signer of the client must': 'das muss ein anderer Zeichnungsberechtigter des Auftraggebers tun',
  'extend it': 'ihn verlängern',
  'a signer of the other party must': 'das muss ein Zeichnungsberechtigter der anderen Partei tun',
  'declare an exception failed': 'einen Vorbehalt für gescheitert erklären',
  'decide what was escalated': 'über das entscheiden, was an den Projektsponsor gegangen ist',
  'cancel the milestone': 'den Meilenstein abbrechen',
  'stop the clock': 'die Zeit anhalten',
  'resume the clock': 'die Zeit weiterlaufen lassen',
  'nudge those who are asked': 'die Gebetenen erinnern',
  'correct the details of a person': 'die Angaben einer Person berichtigen',
  'add a person': 'eine Person hinzufügen',
  'amend the plan': 'den Plan ändern',
  'withdraw an amendment of the plan': 'eine Änderung des Plans zurücknehmen',
  'consent to it': 'ihr zustimmen',
  'somebody of the other party who signs must': 'das muss jemand der anderen Partei tun, der unterzeichnet',
  'withdraw the link of a request': 'den Link einer Anfrage zurückziehen',
  'reset somebody’s passkeys': 'jemandes Passkeys zurücksetzen',
  'propose a revocation': 'einen Widerruf vorschlagen',
  'confirm a revocation': 'einen Widerruf bestätigen',
  'decline a revocation': 'einen Widerruf ablehnen',
  'register an invoice': 'eine Rechnung erfassen',
  'register a credit note': 'eine Gutschrift erfassen',
  'engagement manager': 'Projektleitung',
  'engagement sponsor': 'Projektsponsor',
  'engagement manager and sponsor': 'Projektleitung und Projektsponsor',
  'people of the firm': 'Personen des Auftragnehmers',
  '"{0}" cannot {1}; that is for the {2}: {3}. To have it done, {4}.':
    '"{0}" steht das nicht zu: {1, words}. Zuständig: {2, words}, {3}. {4, words}.',
  'has the mailbox of "{0}", who {1}': 'hat dasselbe Postfach wie "{0}" ({1, words})',
  'is of the party of "{0}", who {1}': 'ist von derselben Partei wie "{0}" ({1, words})',
  '"{0}" {1} and cannot {2}; {3}.': '"{0}" {1, words} und darf deshalb nicht {2, words}; {3, words}.',
  'deliverable compilation': 'Zusammenstellung der Liefergegenstände',
  'technical validation': 'technische Prüfung',
  'stakeholder review': 'Stakeholder-Review',
  'formal sign-off': 'förmliche Abnahme',
  'escalation to the sponsor': 'Entscheidung des Projektsponsors',
  'closing the exceptions': 'Erledigung der Vorbehalte',
  'on {0} UTC': 'am {0, date}',
  'until the record is disposed of, from {0} on': 'bis die Akte vernichtet wird, ab dem {0, date}',
  'until the record is disposed of': 'bis die Akte vernichtet wird',
  'needed to establish, exercise or defend legal claims, GDPR Art. 17(3)(e); kept {0}':
    'nötig, um Rechtsansprüche geltend zu machen, auszuüben oder zu verteidigen, Art. 17 Abs. 3 Buchst. e DSGVO; aufbewahrt {0, words}',
  'the person ID "{0}"': 'die Personenkennung "{0}"',
  'tells the acts of one person from those of another; {0}':
    'unterscheidet, was eine Person getan hat, von dem der anderen; {0, words}',
  'name, capacity and decisions': 'Name, Funktion und Entscheidungen',
  'sealed certificates and archived records {0}, which name who decided':
    'gesiegelte Bescheinigungen und archivierte Akten {0}, die nennen, wer entschieden hat',
  '{0} raw messages that decisions rest on, all people’s together':
    '{0} Nachrichten im Original, auf denen Entscheidungen beruhen, die aller Personen zusammen',
  'files of the deliverables, and what others wrote about the person in other words than name and address':
    'Dateien der Liefergegenstände, und was andere über die Person mit anderen Worten als Name und Adresse geschrieben haben',
  'messages by e-mail that named no request of this milestone, and backups of the database and of Temporal':
    'Nachrichten per E-Mail, die keine Anfrage dieses Meilensteins nannten, und Sicherungen der Datenbank und von Temporal',
  'not part of this record; they go by the rules the operator has for them':
    'kein Teil dieser Akte; für sie gelten die Regeln, die der Betreiber dafür hat',
  'entry in the engagement’s list of people, with e-mail address':
    'Eintrag in der Personenliste des Auftrags, mit E-Mail-Adresse',
  'milestones {0} of the engagement still need it; ask for the erasure on each of them':
    'die Meilensteine {0} des Auftrags brauchen ihn noch; verlangen Sie die Löschung bei jedem von ihnen',
  'the engagement has no end on record, and milestones may still be started with these people; record its end and ask again':
    'der Auftrag hat kein Ende in der Akte, und mit diesen Personen können noch Meilensteine beginnen; halten Sie sein Ende fest und verlangen Sie es noch einmal',
  '{0} {1}, and send this again; nothing has been decided.':
    '{0, words} {1, words}, und senden Sie das noch einmal; es ist nichts entschieden.',
  '{0}: SHA-256 {1}': '{0, words}: SHA-256 {1}',
  'The file store lacks {0}.': 'Im Dateispeicher fehlt: {0, list}.',
  'and {0} more': '{0} weitere',
  '{0}, of which it has {1} bytes of {2},': '{0, words} (davon sind {1} von {2} Bytes da)',
  'Draw the signature again': 'Zeichnen Sie die Unterschrift noch einmal',
  'Reply again, or decide on the page': 'Antworten Sie noch einmal, oder entscheiden Sie auf der Seite',
  'Have the engagement manager upload the same file again':
    'Lassen Sie die Projektleitung dieselbe Datei noch einmal hochladen',
  'and {0} more, listed with the refused messages on record':
    'und {0} weitere, die bei den abgewiesenen Nachrichten in der Akte stehen',
  'Message ID "{0}" was used for another message, whose answer is none to this one; send this one under a new ID.':
    'Die Nachrichtenkennung „{0}“ gehört zu einer anderen Nachricht, deren Antwort für diese nicht gilt; senden Sie diese unter einer neuen Kennung.',
  'It was terminated in Temporal': 'Er wurde in Temporal beendet',
  'Temporal has it no more: it was deleted there, or Temporal lost its data':
    'Temporal hat ihn nicht mehr: Er wurde dort gelöscht, oder Temporal hat seine Daten verloren',
  'It failed': 'Er ist fehlgeschlagen',
  'It ran out of a time limit that somebody gave it':
    'Er hat eine Zeitgrenze überschritten, die ihm jemand gegeben hat',
  'It was cancelled in Temporal before it could rule on that':
    'Er wurde in Temporal abgebrochen, bevor er darüber entscheiden konnte',
  'It completed, so it knew more than the record does, as when an older copy of the database was put back':
    'Er ist zu Ende gelaufen, wusste also mehr als die Akte, wie wenn eine ältere Kopie der Datenbank zurückgespielt wurde',
  'Put the newer copy back; or, if the record is right, delete the workflow in Temporal, and the service starts it from the record.':
    'Spielen Sie die neuere Kopie zurück; oder löschen Sie, wenn die Akte stimmt, den Workflow in Temporal, und der Dienst startet ihn aus der Akte.',
  'The service starts it again from the record by itself; what it had been sent and not ruled on is lost, and is to be sent again.':
    'Der Dienst startet ihn von selbst wieder aus der Akte; was ihm gesendet und von ihm nicht entschieden wurde, ist verloren und noch einmal zu senden.',
  'The service starts it again by itself, from the record and with what it was sent last and had not ruled on.':
    'Der Dienst startet ihn von selbst wieder, aus der Akte und mit dem, was ihm zuletzt gesendet und von ihm nicht entschieden wurde.',
  'Certificate {0} could not be published in {1}: {2} Put right what is named; a file that is missing comes back when the same file is uploaded again. It is tried by itself for {3} days from the first failure; after that, whoever runs the service has it tried again.':
    'Die Bescheinigung {0} konnte nicht veröffentlicht werden ({1, words}): {2, words} Beheben Sie, was genannt ist; eine fehlende Datei ist wieder da, wenn dieselbe Datei noch einmal hochgeladen wird. Vom ersten Fehlschlag an wird es {3} Tage lang von selbst versucht; danach lässt es erneut versuchen, wer den Dienst betreibt.',
  'The acceptance under number {0} is not sufficient, so nothing was sealed or released for it: {1} Nothing is tried again. Find out who wrote that into the record; then have the engagement manager propose to revoke the acceptance and the engagement sponsor confirm it, and start the milestone anew for what is to be decided.':
    'Die Abnahme unter der Nummer {0} reicht nicht aus, deshalb wurde für sie nichts gesiegelt oder freigegeben: {1, words} Es wird nichts erneut versucht. Finden Sie heraus, wer das in die Akte geschrieben hat; lassen Sie dann die Projektleitung den Widerruf der Abnahme vorschlagen und den Projektsponsor ihn bestätigen, und beginnen Sie den Meilenstein für das neu, was zu entscheiden ist.',
  'A decision was refused: {0} Upload the same file again; then whoever was refused can decide again.':
    'Eine Entscheidung wurde abgewiesen: {0, words} Laden Sie dieselbe Datei noch einmal hoch; dann kann noch einmal entscheiden, wer abgewiesen wurde.',
  'A decision waits, and with it what came after it, since the file store could not be asked in {0}: {1} Put the file store right; what waits is then ruled on by itself, in the order it came.':
    'Eine Entscheidung wartet und mit ihr, was nach ihr kam, weil der Dateispeicher nicht zu erreichen war ({0, words}): {1, words} Bringen Sie den Dateispeicher in Ordnung; was wartet, wird dann von selbst entschieden, in der Reihenfolge, in der es kam.',
  'The billing system could not be told in {0}: {1} Put its receiver right; what was given up after three days is sent again by POST /webhook-deliveries/{webhookId}/replay.':
    'Das Abrechnungssystem konnte nicht unterrichtet werden ({0, words}): {1, words} Bringen Sie dessen Empfang in Ordnung; was nach drei Tagen aufgegeben wurde, sendet POST /webhook-deliveries/{webhookId}/replay noch einmal.',
  'Mail of this milestone waits after {0}: {1} Put the mail server right; it is tried again by itself, and given up after five days.':
    'Mails dieses Meilensteins warten ({0, words}): {1, words} Bringen Sie den Mailserver in Ordnung; es wird von selbst erneut versucht und nach fünf Tagen aufgegeben.',
  'Mail came back, and so did the notice of it: {0} Nobody may know of it who runs this engagement; reach them another way. GET /milestones/{milestoneId} and its requests show what is waited for and what came back.':
    'Eine Mail kam zurück und die Mitteilung darüber auch: {0, words} Vielleicht weiß niemand davon, der diesen Auftrag leitet; erreichen Sie ihn auf anderem Weg. GET /milestones/{milestoneId} und dessen Anfragen zeigen, worauf gewartet wird und was zurückkam.',
  'The workflow of this milestone ended although the milestone is not over ({0} to go on): {1} To end a milestone on purpose, cancel it instead.':
    'Der Workflow dieses Meilensteins ist zu Ende, obwohl der Meilenstein nicht vorbei ist (fortgesetzt wurde er mit: {0, words}): {1, words} Um einen Meilenstein mit Absicht zu beenden, brechen Sie ihn ab.',
  'This milestone is registered, and Temporal did not take its start in {0}: {1} It is tried again by itself, at growing distance, and holds up no other.':
    'Dieser Meilenstein ist angelegt, und Temporal hat seinen Start nicht angenommen ({0, words}): {1, words} Es wird von selbst erneut versucht, in wachsendem Abstand, und hält keinen anderen auf.',
  'The workflow of this milestone runs and gets nowhere, so that deadlines pass and decisions wait: {0} Nothing that it was sent is lost. See its history in the Temporal UI; after a release, run the one before. Once the cause is gone it goes on by itself; npm run recover names what else can be done.':
    'Der Workflow dieses Meilensteins läuft und kommt nicht voran, so dass Fristen verstreichen und Entscheidungen warten: {0, words} Nichts von dem, was ihm gesendet wurde, ist verloren. Sehen Sie sich seinen Verlauf in der Temporal-Oberfläche an; betreiben Sie nach einer neuen Version die vorige. Ist die Ursache behoben, geht er von selbst weiter; npm run recover nennt, was sonst getan werden kann.',
  'The workflow of this milestone knows of decisions that the record has not, so that nothing further can be recorded ({0}): {1} Put the newer copy of the database back. If the record is right, npm run recover has the milestone go on from it.':
    'Der Workflow dieses Meilensteins kennt Entscheidungen, die die Akte nicht hat, so dass nichts Weiteres aufgezeichnet werden kann ({0, words}): {1, words} Spielen Sie die neuere Kopie der Datenbank zurück. Stimmt die Akte, so lässt npm run recover den Meilenstein von ihr aus weitergehen.',
  '{0} No link, reply or session of theirs decides it. Reassign it: POST /milestones/{milestoneId}/reassignments, or by the page of the engagement manager.':
    '{0, words} Kein Link, keine Antwort und keine Sitzung der Person entscheidet das. Weisen Sie es neu zu: POST /milestones/{milestoneId}/reassignments, oder auf der Seite der Projektleitung.',
  '"{0}" is not among the people of engagement {1}; use the ID it lists.':
    '"{0}" gehört nicht zu den Personen des Auftrags {1}; nehmen Sie die Kennung, die dort steht.',
  'The record of milestone {0} was disposed of.': 'Die Akte des Meilensteins {0} wurde vernichtet.',
  'Engagement {0} has no end on record, so retention has no date; record its end first.':
    'Der Auftrag {0} hat kein Ende in der Akte, deshalb hat die Aufbewahrung kein Datum; halten Sie zuerst sein Ende fest.',
  'Retention has no date until the milestone is over.':
    'Die Aufbewahrung hat kein Datum, bis der Meilenstein vorbei ist.',
  'The record is kept until {0} ({1} years from {2}, {3}); dispose of it from {4} on.':
    'Die Akte wird bis zum {0, date} aufbewahrt ({1} Jahre vom {2, date} an, {3}); vernichten Sie sie ab dem {4, date}.',
  'Milestone {0} is not over: {1}. Ask again when nothing is pending any more.':
    'Der Meilenstein {0} ist nicht vorbei: {1, list}. Versuchen Sie es wieder, wenn nichts mehr aussteht.',
  'Legal hold {0} on the {1} stands, for {2}; it has to be released first.':
    'Die Aufbewahrungssperre {0} besteht ({1, words}), für {2}; sie muss zuerst aufgehoben werden.',
  'The record of milestone {0} was disposed of at {1}; there is nothing left to hold.':
    'Die Akte des Meilensteins {0} wurde {1, date} vernichtet; es gibt nichts mehr zu sperren.',
  'There is no legal hold "{0}" here; list the holds.':
    'Hier gibt es keine Aufbewahrungssperre „{0}“; sehen Sie die Sperren durch.',
  'A mail to {0} is being sent just now; ask again in a few minutes.':
    'Gerade wird eine Mail an {0} gesendet; versuchen Sie es in einigen Minuten wieder.',
  'The record of milestone {0} was disposed of at {1}; nothing can be added to it.':
    'Die Akte des Meilensteins {0} wurde {1, date} vernichtet; ihr kann nichts hinzugefügt werden.',
  'People were erased from the record of milestone {0} at {1}, so it takes no further decisions; agree on them in writing and refer to its archive.':
    'Aus der Akte des Meilensteins {0} wurden {1, date} Personen gelöscht, deshalb nimmt er keine Entscheidungen mehr an; treffen Sie diese schriftlich und verweisen Sie auf sein Archiv.',
  '{0} has not come yet in {1}, where it is {2}; give a date that has.':
    'Der {0, date} ist in {1} noch nicht gekommen, dort ist der {2, date}; geben Sie ein Datum an, das schon war.',
  ' of {0}': ' von {0, words}',
  'deliverable "{0}"': 'Liefergegenstand „{0}“',
  'the evidence on exception {0}': 'Nachweis zum Vorbehalt {0}',
  'the evidence of entered decision {0}': 'Nachweis zur eingetragenen Entscheidung {0}',
  'a drawn signature': 'eine gezeichnete Unterschrift',
  'a reply by e-mail': 'eine Antwort per E-Mail',
  'which is still to come at {0}; set the clock of the machine that takes messages in':
    ', der erst noch kommt, um {0, date}; stellen Sie die Uhr der Maschine, die Nachrichten annimmt',
  'before the package was handed in, at {0}; look at the package and decide again':
    'vor der Einreichung des Pakets, um {0, date}; sehen Sie sich das Paket an und entscheiden Sie noch einmal',
  'The message is said to have been taken at an instant {0}.':
    'Die Nachricht soll zu einem Zeitpunkt angenommen worden sein: {0, words}.',
  '"{0}" is not among the engagement’s people.': '"{0}" gehört nicht zu den Personen des Auftrags.',
  'feedback item {0} is not addressed': 'die Anmerkung {0} ist nicht beantwortet',
  'the review meeting has no notes': 'die Review-Besprechung hat kein Protokoll',
  'feedback is taken during stakeholder review': 'Anmerkungen werden während des Stakeholder-Reviews angenommen',
  '"{0}" has already approved this package, {1}; add a comment, or refuse with reasons.':
    '"{0}" hat dieses Paket schon freigegeben, {1, words}; fügen Sie eine Anmerkung hinzu, oder lehnen Sie mit Gründen ab.',
  'feedback is addressed during review, rework or facilitation':
    'Anmerkungen werden während des Reviews, der Nachbesserung oder der Vermittlung beantwortet',
  'There is no feedback item "{0}"; open ones: {1}.': 'Es gibt keine Anmerkung „{0}“; offen: {1, words}.',
  'a review meeting is scheduled before or during the review':
    'eine Review-Besprechung wird vor oder während des Reviews angesetzt',
  'meeting notes are recorded during the review': 'ein Protokoll wird während des Reviews festgehalten',
  'notes are of a meeting that was held': 'ein Protokoll gehört zu einer Besprechung, die stattgefunden hat',
  '"{0}" is not a stakeholder of this milestone.': '"{0}" ist kein Stakeholder dieses Meilensteins.',
  '"{0}" is in group {1}; group {2} is being asked and is not at quorum yet.':
    '"{0}" ist in Gruppe {1}; gebeten ist Gruppe {2}, deren Quorum noch nicht erreicht ist.',
  'The milestone is now signed under {0}, not {1}; look at them and sign again.':
    'Der Meilenstein wird jetzt unter {0, words} unterzeichnet, nicht unter {1, words}; sehen Sie sich das an und unterzeichnen Sie noch einmal.',
  'no exceptions': 'keinen Vorbehalten',
  'signatures are taken during formal sign-off': 'unterzeichnet wird während der förmlichen Abnahme',
  '"{0}" has already signed this package, {1}; one person counts once.':
    '"{0}" hat dieses Paket schon unterzeichnet, {1, words}; eine Person zählt einmal.',
  'The typed name "{0}" is not the name on the list. {1}':
    'Der eingegebene Name „{0}“ ist nicht der Name auf der Liste. {1, words}',
  'This milestone is signed under statement version "{0}", not "{1}"; read that one and sign again.':
    'Dieser Meilenstein wird unter Fassung „{0}“ der Erklärung unterzeichnet, nicht „{1}“; lesen Sie jene und unterzeichnen Sie noch einmal.',
  'The contract does not give its statement in "{0}", but in {1}; read one of these and sign again.':
    'Der Vertrag hat seine Erklärung nicht in „{0}“, sondern in {1}; lesen Sie eine davon und unterzeichnen Sie noch einmal.',
  'A mandatory requirement is not met and would be accepted by exception; name those you saw, {0}, and sign again.':
    'Eine zwingende Anforderung ist nicht erfüllt und würde unter Vorbehalt abgenommen; nennen Sie die Vorbehalte, die Sie gesehen haben, {0}, und unterzeichnen Sie noch einmal.',
  'owns the exception': 'ist für den Vorbehalt zuständig',
  'proposed the exception': 'hat den Vorbehalt vorgeschlagen',
  'list people who may sign for this value and did not submit the package, raise their limit, or ask for fewer of them':
    'führen Sie Personen auf, die bei diesem Wert unterzeichnen dürfen und das Paket nicht eingereicht haben, erhöhen Sie deren Befugnis, oder verlangen Sie weniger von ihnen',
  '{0} is the engagement {1}, whose acts nobody else may take; correct the details of the {2} to those of the successor on the day.':
    '{0} ist {1, words} des Projekts, deren Handlungen niemand sonst vornehmen kann; berichtigen Sie die Angaben am Tag selbst auf die der Nachfolge.',
  '"{0}" has left, with {1} as the last day, and decides nothing any more; ask the engagement manager to reassign it.':
    '"{0}" ist ausgeschieden, mit {1, date} als letztem Tag, und entscheidet nichts mehr; bitten Sie die Projektleitung, es umzuverteilen.',
  'Exception {0} was owned by "{1}", who has left; "{2}" shows that it is closed.':
    'Der Vorbehalt {0} gehörte "{1}"; diese Person ist ausgeschieden, und "{2}" weist nach, dass er behoben ist.',
  '"{0}" has left; name somebody who is still there.': '"{0}" ist ausgeschieden; nennen Sie jemanden, der noch da ist.',
  'The last day of "{0}" was {1}.': 'Der letzte Tag von "{0}" war {1, date}.',
  'The plan is at version {0} by now, and not at {1}; read it again, and amend what it says.':
    'Der Plan steht inzwischen bei Version {0} und nicht bei {1}; lesen Sie ihn noch einmal, und ändern Sie, was er sagt.',
  'Give the fields of the plan that are to be another way.': 'Nennen Sie die Felder des Plans, die anders sein sollen.',
  'The review meeting has an act of its own; schedule it by that, and leave this out.':
    'Die Besprechung hat eine eigene Handlung; setzen Sie sie damit an, und lassen Sie dies weg.',
  'What a milestone depends on was answered when it started; leave this out.':
    'Wovon ein Meilenstein abhängt, wurde bei seinem Beginn beantwortet; lassen Sie dies weg.',
  'That is no field of a plan; leave it out.': 'Das ist kein Feld eines Plans; lassen Sie es weg.',
  'Every plan has this; give what it is to be instead of taking it away.':
    'Jeder Plan hat dies; nennen Sie, was es sein soll, statt es wegzunehmen.',
  '"{0}" has left without signing.': '"{0}" ist ausgeschieden, ohne zu unterzeichnen.',
  '"{0}" leaves with {1} as the last day, and is needed until {2}.':
    '"{0}" scheidet mit {1, date} als letztem Tag aus und wird bis {2, date} gebraucht.',
  'reassign what is theirs to decide, or name a deputy, before that day':
    'verteilen Sie um, was diese Person zu entscheiden hat, oder benennen Sie eine Vertretung vor diesem Tag',
  'Group "{0}" asks for {1} of its members, and {2} can decide, because {3}.':
    'Die Gruppe „{0}“ verlangt {1} ihrer Mitglieder, und {2} können entscheiden, denn {3, list}.',
  '"{0}" has left': '"{0}" ist ausgeschieden',
  'Group "{0}" asks for {1} of its members, and {2} can decide, because one person counts once{3}.':
    'Die Gruppe „{0}“ verlangt {1} ihrer Mitglieder, und {2} können entscheiden, weil eine Person einmal zählt{3, words}.',
  ' and authors of a deliverable do not validate it': ' und Autoren eines Liefergegenstands ihn nicht prüfen',
  'list somebody else, or reassign the place that nobody fills':
    'führen Sie jemand anderen auf, oder weisen Sie den Platz neu zu, den niemand ausfüllt',
  'The calendar of the contract has no business day from {0} until {1}.':
    'Der Kalender des Vertrags hat vom {0, date} bis zum {1, date} keinen Arbeitstag.',
  'correct its weekend and holidays, or list dates under workingDays':
    'berichtigen Sie Wochenende und Feiertage, oder führen Sie Daten unter workingDays auf',
  'give a date within the contract, or correct startsOn of the engagement':
    'geben Sie ein Datum innerhalb des Vertrags an, oder berichtigen Sie startsOn des Auftrags',
  '{0} is before the engagement begins on {1}.': '{0} liegt vor dem Beginn des Auftrags am {1, date}.',
  'The review meeting on {0} is before the engagement begins on {1}.':
    'Die Review-Besprechung am {0, date} liegt vor dem Beginn des Auftrags am {1, date}.',
  'Milestone {0} would wait for its own acceptance.': 'Der Meilenstein {0} würde auf seine eigene Abnahme warten.',
  'name the milestone before it, or leave this one out': 'nennen Sie den Meilenstein davor, oder lassen Sie diesen weg',
  '{0} To sign it, {1}.': '{0, words} Damit er unterzeichnet werden kann: {1, words}.',
  'The milestone plan does not hold together: {0}': 'Der Plan des Meilensteins ist nicht stimmig: {0, list}',
  'Nobody could sign this milestone as it stands: {0}':
    'So, wie er steht, könnte niemand diesen Meilenstein unterzeichnen: {0, list}',
  'Group "{0}" of the approval authority list cannot reach its quorum: {1}':
    'Die Gruppe „{0}“ der Zeichnungsberechtigten kann ihr Quorum nicht erreichen: {1, list}',
  '"{0}" signs for somebody else, and one person counts once.':
    '"{0}" unterzeichnet für jemand anderen, und eine Person zählt einmal.',
  '"{0}" may accept up to {1} {2}; the milestone is worth {3} {4}.':
    '"{0}" darf bis zu {1, money 2} abnehmen; der Meilenstein hat einen Wert von {3, money 4}.',
  'entered decision {0} of somebody else': 'hat die Entscheidung {0} von jemand anderem eingetragen',
  '"{0}" is not on the approval authority list of milestone {1}.':
    '"{0}" steht nicht unter den Zeichnungsberechtigten des Meilensteins {1}.',
  '"{0}" signs in group {1}; group {2} is not at quorum yet.':
    '"{0}" unterzeichnet in Gruppe {1}; das Quorum der Gruppe {2} ist noch nicht erreicht.',
  'a signature is withdrawn during formal sign-off':
    'eine Unterschrift wird während der förmlichen Abnahme zurückgenommen',
  '"{0}" has no signature on this package that counts.': '"{0}" hat auf diesem Paket keine Unterschrift, die zählt.',
  '{0} withdrew their signature: {1}': '{0} hat die Unterschrift zurückgenommen: {1}',
  'who is asked to validate, review or sign says that it is not theirs':
    'wer um Prüfung, Review oder Unterschrift gebeten ist, erklärt, nicht zuständig zu sein',
  '"{0}" is not being asked now, or has decided.': '"{0}" ist jetzt nicht gebeten oder hat schon entschieden.',
  '"{0}" has said so already; the engagement manager was told.':
    '"{0}" hat das schon erklärt; die Projektleitung weiß es.',
  '"{0}" is nobody else of this engagement; propose somebody who is, or leave it out.':
    '"{0}" ist niemand anderes dieses Auftrags; schlagen Sie jemanden vor, der es ist, oder lassen Sie das weg.',
  'a validation report': 'einen Prüfbericht',
  'feedback on the package': 'eine Anmerkung zum Paket',
  'a delegation, or another answer in place of a decision':
    'eine Weitergabe oder eine andere Antwort anstelle einer Entscheidung',
  'an answer to the outcome of a facilitation': 'eine Antwort auf das Ergebnis einer Vermittlung',
  'an objection to what the firm entered': 'einen Widerspruch gegen das, was der Auftragnehmer eingetragen hat',
  'evidence that an exception is closed': 'einen Nachweis, dass ein Vorbehalt erledigt ist',
  'a finding on a closed exception': 'einen Befund zu einem erledigten Vorbehalt',
  'an extension of an exception': 'eine Verlängerung eines Vorbehalts',
  'a decision on a revocation': 'eine Entscheidung über einen Widerruf',
  'consent to an amendment of the plan': 'eine Zustimmung zu einer Änderung des Plans',
  'name each channel once': 'nennen Sie jeden Weg einmal',
  '{0} needs a form, which a reply is not; add "link", "linkAndCode", "passkey" or, for the firm, "session"':
    '{0, words} braucht ein Formular, das eine Antwort nicht ist; fügen Sie "link", "linkAndCode", "passkey" oder, beim Auftragnehmer, "session" hinzu',
  '"enteredByFirm" is named for {0} alone; take it out here':
    '"enteredByFirm" steht allein bei {0, list}; nehmen Sie es hier heraus',
  'beside "enteredByFirm", name a channel by which they can decide themselves':
    'nennen Sie neben "enteredByFirm" einen Weg, auf dem die Person selbst entscheiden kann',
  'the client’s people do not sign in at the firm’s identity provider; name "session" for the firm, or nowhere':
    'die Personen des Auftraggebers melden sich nicht beim Identitätsanbieter des Auftragnehmers an; nennen Sie "session" beim Auftragnehmer oder nirgends',
  'the firm’s own people decide themselves; name "enteredByFirm" for the client, or nowhere':
    'die eigenen Personen des Auftragnehmers entscheiden selbst; nennen Sie "enteredByFirm" beim Auftraggeber oder nirgends',
  'personal link': 'persönlicher Link',
  'personal link confirmed with a code by e-mail': 'persönlicher Link, bestätigt mit einem Code per E-Mail',
  'personal link confirmed with a passkey': 'persönlicher Link, bestätigt mit einem Passkey',
  'e-mail reply with proven sender': 'Antwort per E-Mail mit nachgewiesenem Absender',
  'signed in at the firm’s identity provider': 'angemeldet beim Identitätsanbieter des Auftragnehmers',
  'entered by the firm on the evidence of a document, which is no signature':
    'vom Auftragnehmer anhand eines Dokuments eingetragen, was keine Unterschrift ist',
  'give the length in businessDays or in businessHours, one of them':
    'geben Sie die Dauer in businessDays oder in businessHours an, eines von beiden',
  'give the years to keep the record for': 'geben Sie an, für wie viele Jahre die Akte aufzubewahren ist',
  'the rule "{0}" says how many; leave years out, or use the rule "own"':
    'die Regel „{0}“ sagt, wie viele; lassen Sie years weg, oder nehmen Sie die Regel "own"',
  'use the contracting process ID with its registered prefix, e.g. "ocds-abc123-7"':
    'nehmen Sie die Kennung des Vergabeverfahrens mit ihrem registrierten Präfix, etwa "ocds-abc123-7"',
  '"{0}" is a shared mailbox, and nobody in particular answers for it; name a person with an address of their own':
    '"{0}" ist ein gemeinsames Postfach, für das niemand Bestimmtes einsteht; nennen Sie eine Person mit eigener Adresse',
  '"{0}" is listed twice': '"{0}" ist doppelt aufgeführt',
  '"{0}" has the mailbox of "{1}", and one mailbox is one human: list them under one person ID, give each an address of their own, or say sharedMailbox of both where several people read it':
    '"{0}" hat das Postfach von "{1}", und ein Postfach ist ein Mensch: Führen Sie beide unter einer Kennung auf, geben Sie jedem eine eigene Adresse, oder geben Sie bei beiden sharedMailbox an, wenn es mehrere lesen',
  '"{0}" is not among people': '"{0}" steht nicht unter den Personen',
  '"{0}" is nobody of the client among people; the client grants a concession':
    '"{0}" ist niemand des Auftraggebers unter den Personen; der Auftraggeber gewährt eine Sonderfreigabe',
  'the sponsor decides what the manager could not resolve, so name another person, with an address of their own':
    'der Projektsponsor entscheidet, was die Projektleitung nicht lösen konnte; nennen Sie deshalb eine andere Person, mit eigener Adresse',
  'use a language tag with its region where that matters, e.g. "de" or "de-AT"':
    'nehmen Sie ein Sprachkürzel, mit Region, wo es auf sie ankommt, etwa "de" oder "de-AT"',
  'write the amount as digits with at most four decimals, e.g. "125000.00"':
    'schreiben Sie den Betrag mit Ziffern und höchstens vier Nachkommastellen, etwa "125000.00"',
  'use an ISO 4217 code, e.g. "EUR"': 'nehmen Sie einen Code nach ISO 4217, etwa "EUR"',
  'name a currency that is in force by ISO 4217, e.g. "EUR"':
    'nennen Sie eine geltende Währung nach ISO 4217, etwa "EUR"',
  '{0} has no decimals; write a whole amount, not {1}':
    '{0} hat keine Nachkommastellen; schreiben Sie einen ganzen Betrag, nicht {1}',
  '{0} has {1} decimals; write the amount with no more, not {2}':
    '{0} hat {1} Nachkommastellen; schreiben Sie nicht mehr, wie bei {2}',
  'the message': 'die Nachricht',
  'The message cannot be used: {0}.': 'Die Nachricht ist so nicht zu verwenden: {0, list}.',
  'a whole number': 'eine ganze Zahl',
  'true or false': 'wahr oder falsch',
  'an object': 'ein Objekt',
  'a date, as in "2026-03-31"': 'ein Datum, etwa "2026-03-31"',
  'an instant with its zone, as in "2026-03-31T09:00:00Z"': 'ein Zeitpunkt mit Zone, etwa "2026-03-31T09:00:00Z"',
  'an e-mail address': 'eine E-Mail-Adresse',
  'an address that begins with https://': 'eine Adresse, die mit https:// beginnt',
  'text in base64': 'Text in Base64',
  '{0} is no field here; check its spelling': '{0} ist hier kein Feld; prüfen Sie die Schreibweise',
  '{0} is missing': '{0} fehlt',
  'must be {0}': 'muss {0, words} sein',
  'of the kind "{0}"': 'von der Art „{0}“',
  'must be of another kind': 'muss von anderer Art sein',
  'written otherwise': 'anders geschrieben',
  'must {0}': 'muss {0, words}',
  'at most': 'höchstens',
  'cannot be read': 'ist nicht zu lesen',
  'must be {0}{1}': 'muss {1, words} sein',
  'one of ': 'eines von ',
  'must not be empty': 'darf nicht leer sein',
  'at least': 'mindestens',
  'have {0} {1} characters': '{0, words} {1} Zeichen haben',
  'have {0} {1}': '{0, words} {1, words} haben',
  'one entry': 'einen Eintrag',
  '{0} entries': '{0} Einträge',
  'be {0} {1}': '{0, words} {1} sein',
  '{0}: "{1}" is not among the engagement\'s people': '{0}: "{1}" gehört nicht zu den Personen des Auftrags',
  '{0}: "{1}" is a shared mailbox, which decides and authors nothing; list the person who does':
    '{0}: "{1}" ist ein gemeinsames Postfach, das nichts entscheidet und nichts verfasst; führen Sie die Person auf, die es tut',
  '{0}: "{1}" is listed twice': '{0}: "{1}" ist doppelt aufgeführt',
  '{0}: a person is listed twice in the same group': '{0}: eine Person ist in derselben Gruppe doppelt aufgeführt',
  '{0}: asks for {1} of only {2} people': '{0}: verlangt {1} von nur {2} Personen',
  'approvalAuthorityList.{0}: limit of "{1}": {2}': 'approvalAuthorityList.{0}: Befugnis von "{1}": {2, words}',
  'validators.systems: "{0}" is not among validators.memberIds':
    'validators.systems: "{0}" steht nicht unter validators.memberIds',
  'validators.systems: "{0}" is a system and cannot manage, review or sign; list a person there':
    'validators.systems: "{0}" ist ein System und kann nicht leiten, begutachten oder unterzeichnen; führen Sie dort eine Person auf',
  'observerIds: "{0}" has a duty in this milestone, and gets copies by that; leave them out here':
    'observerIds: "{0}" hat in diesem Meilenstein eine Aufgabe und bekommt dadurch Kopien; lassen Sie die Person hier weg',
  'validators: authors of a deliverable cannot validate it, and too few others are listed':
    'validators: Autoren eines Liefergegenstands können ihn nicht prüfen, und zu wenige andere sind aufgeführt',
  'leave out NUL characters and broken Unicode': 'lassen Sie NUL-Zeichen und beschädigtes Unicode weg',
  'has the invisible character {0}, which can make it read as something else; leave it out':
    'hat das unsichtbare Zeichen {0}, durch das es anders gelesen werden kann; lassen Sie es weg',
  'has no letter, digit or sign that can be seen; write it so that people can read it':
    'hat keinen Buchstaben, keine Ziffer und kein Zeichen, die zu sehen sind; schreiben Sie es so, dass man es lesen kann',
  'has no letter; write the name as the person signs it':
    'hat keinen Buchstaben; schreiben Sie den Namen, wie die Person ihn schreibt',
  'has a folder in it; give the bare name': 'enthält einen Ordner; geben Sie den bloßen Namen an',
  'use HH:MM, 24 hours': 'nehmen Sie HH:MM, 24 Stunden',
  'name an IANA time zone, e.g. "Europe/London"': 'nennen Sie eine IANA-Zeitzone, etwa "Europe/London"',
  'use an ISO 3166 country code, e.g. "GB"': 'nehmen Sie einen Ländercode nach ISO 3166, etwa "GB"',
  'a business day ends after it starts; give a later time':
    'ein Arbeitstag endet, nachdem er begonnen hat; geben Sie eine spätere Zeit an',
  '{0} cannot be a holiday of the contract and a working day; leave it out of one':
    '{0, date} kann nicht zugleich Feiertag und Arbeitstag des Vertrags sein; lassen Sie es bei einem weg',
  'The calendar has these dates already; give the lists as they should be.':
    'Diese Daten hat der Kalender schon; geben Sie die Listen an, wie sie sein sollen.',
  'Milestone {0} is over: no period begins any more that a corrected calendar could count.':
    'Der Meilenstein {0} ist vorbei: Es beginnt keine Frist mehr, die ein berichtigter Kalender zählen könnte.',
  'the clock is stopped before acceptance, while nothing is in dispute':
    'die Zeit wird vor der Abnahme angehalten, solange nichts streitig ist',
  'The clock stands still already, since {0}, by {1}; resume it first.':
    'Die Zeit steht schon still, seit {0, date}, durch {1}; lassen Sie sie zuerst weiterlaufen.',
  'information is asked for by who is asked to validate, review or sign':
    'um Auskunft bittet, wer um Prüfung, Review oder Unterschrift gebeten ist',
  '"{0}" has asked for information already; it is with the engagement manager.':
    '"{0}" hat schon um Auskunft gebeten; das liegt bei der Projektleitung.',
  'nothing stands still here': 'hier steht nichts still',
  'The clock runs; there is nothing to resume.': 'Die Zeit läuft; es gibt nichts fortzusetzen.',
  '"{0}" does not stand still (any more).': '"{0}" steht nicht (mehr) still.',
  'who validates, reviews or signs is reminded': 'erinnert wird, wer prüft, im Review steht oder unterzeichnet',
  'The clock stands still since {0}; nobody is late.': 'Die Zeit steht still seit {0, date}; niemand ist im Verzug.',
  'Everybody was nudged {0} times in this wait; speak with them, or escalate.':
    'In dieser Frist wurden alle {0}-mal erinnert; sprechen Sie mit ihnen, oder bringen Sie es an den Projektsponsor.',
  'They heard of it within {0} hours; nudge after {1}.':
    'Sie haben in den letzten {0} Stunden davon gehört; erinnern Sie nach {1, date}.',
  'Nobody is left to remind: all have answered, or wait for an answer.':
    'Es ist niemand mehr zu erinnern: Alle haben geantwortet oder warten auf eine Antwort.',
  'more time is asked for by who validates, reviews or signs':
    'um mehr Zeit bittet, wer prüft, im Review steht oder unterzeichnet',
  'an exception has a due date of its own, which is extended instead':
    'ein Vorbehalt hat ein eigenes Datum, das stattdessen verlängert wird',
  'The deadline agreed was {0}; the contract lets extensions move it by {1} business days in all{2}. Choose an earlier date, or escalate.':
    'Vereinbart war die Frist {0, date}; der Vertrag lässt Verlängerungen um insgesamt {1} Arbeitstage zu{2, words}. Wählen Sie ein früheres Datum, oder bringen Sie es an den Projektsponsor.',
  ', until {0}': ', bis {0, date}',
  '{0} is no business day of the contract; choose one.':
    '{0, date} ist kein Arbeitstag des Vertrags; wählen Sie einen.',
  'The wait already runs until {0}; choose a later date.':
    'Die Frist läuft schon bis {0, date}; wählen Sie ein späteres Datum.',
  'The facilitation was not resolved by its deadline.': 'Die Vermittlung wurde nicht fristgerecht abgeschlossen.',
  'Not verified closed within {0} business days after its due date.':
    'Nicht innerhalb von {0} Arbeitstagen nach dem Datum als erledigt geprüft.',
  'Everybody needed has signed, but nobody who may grant the concession of {0} for the client is left to sign.':
    'Alle nötigen Unterschriften sind da, aber niemand, der für den Auftraggeber die Sonderfreigabe von {0} gewähren darf, ist noch zu unterzeichnen.',
  'validation reports are taken during technical validation':
    'Prüfberichte werden während der technischen Prüfung angenommen',
  'The package goes to rework whatever is named: {0}. Leave the exceptions out.':
    'Das Paket geht in die Nachbesserung, was auch genannt wird: {0, list}. Lassen Sie die Vorbehalte weg.',
  '"{0}" is not a validator of milestone {1}; ask a listed validator to report.':
    '"{0}" ist kein Prüfer des Meilensteins {1}; bitten Sie einen aufgeführten Prüfer um den Bericht.',
  '"{0}" has already reported on this package, {1}; a new package opens a new report.':
    '"{0}" hat über dieses Paket schon berichtet, {1, words}; ein neues Paket eröffnet einen neuen Bericht.',
  'requirement "{0}" has no result': 'die Anforderung „{0}“ hat kein Ergebnis',
  'requirement "{0}" is not in the plan': 'die Anforderung „{0}“ steht nicht im Plan',
  'requirement "{0}" has two results': 'die Anforderung „{0}“ hat zwei Ergebnisse',
  'an issue names deliverable "{0}", which is not in the package':
    'ein Mangel nennt den Liefergegenstand „{0}“, der nicht im Paket ist',
  'the recommendation speaks of issues, but none is listed':
    'die Empfehlung spricht von Mängeln, aber keiner ist aufgeführt',
  'requirement "{0}" has a severity, but is not said to be not met':
    'die Anforderung „{0}“ hat einen Schweregrad, ist aber nicht als nicht erfüllt bezeichnet',
  'exceptions are named with the recommendation to accept with issues, and with no other':
    'Vorbehalte werden bei der Empfehlung genannt, mit Mängeln abzunehmen, und bei keiner anderen',
  'The validation report is not complete: {0}.': 'Der Prüfbericht ist nicht vollständig: {0, list}.',
  '{0} of severity {1}: {2}': '{0, words} des Schweregrads {1}: {2}',
  'Material issue': 'Erheblicher Mangel',
  'The validator recommends rework: {0}': 'Der Prüfer empfiehlt die Nachbesserung: {0}',
  'requirement {0} is not met, which is material, and the contract concedes nothing material':
    'die Anforderung {0} ist nicht erfüllt, was erheblich ist, und der Vertrag lässt nichts Erhebliches zu',
  'requirement {0} is not met at severity {1}, and the contract concedes severity {2} or lighter':
    'die Anforderung {0} ist mit Schweregrad {1} nicht erfüllt, und der Vertrag lässt Schweregrad {2} oder leichter zu',
  'an issue {0} is open: {1}': 'ein Mangel {0, words} ist offen: {1}',
  'that is material': ', der erheblich ist,',
  'of severity {0}': 'des Schweregrads {0}',
  'no validator found a mandatory requirement not met that an exception could name':
    'kein Prüfer fand eine zwingende Anforderung nicht erfüllt, die ein Vorbehalt nennen könnte',
  'The decision is on package {0}…, but the current package is {1}; look at the current one and decide again.':
    'Die Entscheidung gilt dem Paket {0}…, das jetzige Paket ist aber {1, words}; sehen Sie sich das jetzige an und entscheiden Sie noch einmal.',
  'The file store lacks {0}. {1}, and send this again; nothing has been decided.':
    'Im Dateispeicher fehlt: {0, list}. {1, words}, und senden Sie das noch einmal; es ist nichts entschieden.',
  '{0} submitted the package and cannot accept it by silence; they must sign.':
    '{0} hat das Paket eingereicht und darf es deshalb nicht durch Schweigen abnehmen; die Person muss unterzeichnen.',
  'A decision of "{0}" on this package was entered already; one person counts once.':
    'Eine Entscheidung von "{0}" über dieses Paket ist schon eingetragen; eine Person zählt einmal.',
  'A decision of "{0}" on this package is on record; one person counts once.':
    'Eine Entscheidung von "{0}" über dieses Paket ist in der Akte; eine Person zählt einmal.',
  'must be one of {0}': 'muss eines von {0} sein',
  'must have at least {0} characters': 'muss mindestens {0} Zeichen haben',
  'must have at most {0} characters': 'darf höchstens {0} Zeichen haben',
  'must have at least one entry': 'muss mindestens einen Eintrag haben',
  'must have at most one entry': 'darf höchstens einen Eintrag haben',
  'must have at least {0} entries': 'muss mindestens {0} Einträge haben',
  'must have at most {0} entries': 'darf höchstens {0} Einträge haben',
  'must be at least {0}': 'muss mindestens {0} sein',
  'must be at most {0}': 'darf höchstens {0} sein',
  'must be written otherwise': 'muss anders geschrieben sein',
  'must be of the kind "{0}"': 'muss von der Art „{0}“ sein',
  'is missing': 'fehlt',
  'is no field here; check its spelling': 'ist hier kein Feld; prüfen Sie die Schreibweise',
  'a text': 'ein Text',
  'a number': 'eine Zahl',
  'a list': 'eine Liste',
  rework: 'Nachbesserung',
  facilitation: 'Vermittlung',
  acceptance: 'Abnahme',
  revocation: 'Widerruf',
  termination: 'Beendigung',
  cancellation: 'Abbruch',
  accepted: 'abgenommen',
  revoked: 'widerrufen',
  terminated: 'beendet',
  cancelled: 'abgebrochen',
  invoice: 'Rechnung',
  firm: 'Auftragnehmer',
  client: 'Auftraggeber',
  milestone: 'Meilenstein',
  engagement: 'Auftrag',
  none: 'keinen',
  nothing: 'nichts',
  left: 'den Auftragnehmer verlassen',
  'a signature': 'eine Unterschrift',
  signature: 'Unterschrift',
  review: 'Review',
  validation: 'Prüfung',
  feedback: 'Anmerkung',
  'an issue': 'ein Mangel',
  Issue: 'Mangel',
  '1 attempt': '1 Versuch',
  '{0} attempts': '{0} Versuche',
  'until {0}': 'bis {0, date}',
  'a refusal': 'eine Verweigerung',
  'a sponsor’s determination': 'eine Entscheidung des Projektsponsors',
  'A key hands on engagements of its own alone; name some of those (GET /engagements).':
    'Ein Schlüssel gibt nur Aufträge weiter, die er selbst hat; nennen Sie einige davon (GET /engagements).',
  'A key of this SHA-256 was registered before, under other terms; have its system make another.':
    'Ein Schlüssel mit diesem SHA-256 ist schon unter anderen Bedingungen eingetragen; lassen Sie dessen System einen anderen machen.',
  'You are signed in, and the engagement does not name you; whoever acts in it must be one of its people.':
    'Sie sind angemeldet, und der Auftrag nennt Sie nicht; wer in ihm handelt, muss eine seiner Personen sein.',
  'You are signed in, and "{0}" in this engagement; nobody acts as somebody else. Give that as personId.':
    'Sie sind angemeldet und in diesem Auftrag "{0}"; niemand handelt als jemand anderes. Geben Sie das als personId an.',
  'You are signed in as {0}, and answer for it yourself. {1}':
    'Sie sind als {0} angemeldet und stehen selbst dafür ein. {1, words}',
  '{0} is empty; send the file itself as the body.': '{0} ist leer; senden Sie die Datei selbst.',
  '{0} is larger than {1} bytes; split it, or raise MAX_UPLOAD_MB.':
    '{0} ist größer als {1} Bytes; teilen Sie die Datei, oder erhöhen Sie MAX_UPLOAD_MB.',
  'There is no person "{0}" in this engagement.': 'In diesem Auftrag gibt es keine Person „{0}“.',
  'It has been changed since you read it; read it again, and correct what it is now.':
    'Es ist geändert worden, seit Sie es gelesen haben; lesen Sie es neu, und berichtigen Sie, was es jetzt ist.',
  'There is an engagement "{0}" already; choose another ID.':
    'Es gibt schon einen Auftrag „{0}“; wählen Sie eine andere Kennung.',
  'Only the engagement manager may correct the calendar.': 'Nur die Projektleitung darf den Kalender berichtigen.',
  'You are signed in, and register engagements of which you are manager or sponsor; list yourself as one of them, of the firm, with the address {0}.':
    'Sie sind angemeldet und legen Aufträge an, die Sie als Projektleitung oder Projektsponsor haben; führen Sie sich als eines von beiden auf, beim Auftragnehmer, mit der Adresse {0}.',
  "The contract's calendar cannot be used: {0}. Correct it, or list the dates under holidays.":
    'Der Kalender des Vertrags ist so nicht zu verwenden: {0, list}. Berichtigen Sie ihn, oder führen Sie die Daten unter holidays auf.',
  'This asks for the right {0} (to {1}); {2}. {3}.': 'Dafür ist das Recht „{0}“ nötig; {2, words}. {3, words}.',
  'you are signed in without one that has it': 'Sie sind ohne eine Rolle angemeldet, die es hat',
  'this key has the role {0}': 'dieser Schlüssel hat die Rolle {0}',
  'this key is read-only': 'dieser Schlüssel darf nur lesen',
  'the right is that of {0}, and {1}': 'das Recht hat {0}, und {1, words}',
  'Ask who has it, or an administrator for a role':
    'Wenden Sie sich an jemanden, der es hat, oder wegen einer Rolle an die Administration',
  'Use a key that has it, or have one made (npm run keys)':
    'Nehmen Sie einen Schlüssel, der es hat, oder lassen Sie einen machen (npm run keys)',
  'The file was removed while it arrived; send it again.':
    'Die Datei wurde entfernt, während sie ankam; senden Sie sie noch einmal.',
  '{0} is empty; choose the file that was meant.': '{0} ist leer; wählen Sie die Datei, die gemeint war.',
  'Send a piece as {0}.': 'Senden Sie ein Stück als {0}.',
  'Give {0}, in bytes, as a whole number.': 'Geben Sie {0} in Bytes an, als ganze Zahl.',
  '{0} was announced with {1} bytes, of which {2} were missing, and more than these came; begin anew with the right Upload-Length.':
    '{0} war mit {1} Bytes angekündigt, von denen {2} fehlten, und es kamen mehr; beginnen Sie neu mit dem richtigen Upload-Length.',
  'A piece has at least {0} bytes, unless it is the last; send larger ones.':
    'Ein Stück hat mindestens {0} Bytes, wenn es nicht das letzte ist; senden Sie größere.',
  '{0} has arrived up to byte {1}; go on from there.': '{0} ist bis Byte {1} angekommen; machen Sie dort weiter.',
  'Of {0} {1} of {2} bytes have arrived; send the rest first.':
    'Von {0} sind {1} von {2} Bytes angekommen; senden Sie erst den Rest.',
  '{0} did not arrive as it was sent: its SHA-256 is {1}, and {2} was announced; upload it anew.':
    '{0} kam nicht so an, wie die Datei gesendet wurde: Ihr SHA-256 ist {1}, angekündigt war {2}; laden Sie sie neu hoch.',
  '{0} could not be scanned and was not taken; send it again later.':
    '{0} konnte nicht untersucht werden und wurde nicht angenommen; senden Sie die Datei später noch einmal.',
  '{0} was not taken: the scanner knows it as {1}. The engagement manager is told; send a clean copy.':
    '{0} wurde nicht angenommen: Der Virenscanner kennt die Datei als {1}. Die Projektleitung ist unterrichtet; senden Sie eine saubere Kopie.',
  'Only whoever uploaded a document, or the engagement manager, may remove it.':
    'Nur wer ein Dokument hochgeladen hat, oder die Auftragsleitung, darf es entfernen.',
  '{0} is part of a package that was submitted, or shows what was decided or agreed; upload another document and submit that one.':
    '{0} gehört zu einem eingereichten Paket oder zeigt, was entschieden oder vereinbart wurde; laden Sie ein anderes Dokument hoch und reichen Sie dieses ein.',
  '{0} is kept by the legal hold {1}, for {2}, until it is released.':
    '{0} wird durch die Aufbewahrungssperre {1} für {2} festgehalten, bis diese aufgehoben ist.',
  'deliverableValues: {0} values are given for {1} deliverables; give one for each, in their order, or none':
    'deliverableValues: {0} Werte für {1} Liefergegenstände; geben Sie für jeden einen an, in ihrer Reihenfolge, oder keinen',
  'It was released before, for this reason: {0}': 'Sie wurde bereits freigegeben, mit dieser Begründung: {0}',
  'It was removed before, for this reason: {0}': 'Sie wurde bereits gelöscht, mit dieser Begründung: {0}',
  'There is no document "{0}" of this engagement that could be replaced; leave replaces out.':
    'Es gibt in diesem Auftrag kein Dokument „{0}“, das ersetzt werden könnte; lassen Sie replaces weg.',
  '{0} does not fit: all documents of this engagement together may have {1} MiB (ENGAGEMENT_QUOTA_MB). Whoever keeps the service running can raise it.':
    '{0} passt nicht mehr hinein: Alle Dokumente dieses Auftrags zusammen dürfen {1} MiB haben (ENGAGEMENT_QUOTA_MB). Wer den Dienst betreibt, kann das erhöhen.',
  'There is no {0} "{1}".': 'Nichts gefunden ({0, words}): „{1}“.',
  'The record of milestone "{0}" was disposed of at {1}; its tombstone names the digest of everything.':
    'Die Akte des Meilensteins „{0}“ wurde {1, date} vernichtet; ihr Vernichtungsvermerk nennt den Hashwert von allem.',
  'All records of engagement "{0}" were disposed of, and its keys with them; register another engagement.':
    'Alle Akten des Auftrags „{0}“ wurden vernichtet und ihre Schlüssel mit ihnen; legen Sie einen anderen Auftrag an.',
  'The request cannot be used: {0}.': 'Die Angaben sind so nicht zu verwenden: {0, list}.',
  'This form is not of your session; open the page again, and send it from there.':
    'Dieses Formular gehört nicht zu Ihrer Sitzung; öffnen Sie die Seite noch einmal und senden Sie es von dort.',
  'A request with a session is taken from pages of {0} alone, as Sec-Fetch-Site or Origin says; send it from there, or use an API key.':
    'Eine Anfrage mit Sitzung wird nur von Seiten unter {0} angenommen, wie Sec-Fetch-Site oder Origin es sagt; senden Sie sie von dort, oder nehmen Sie einen API-Schlüssel.',
  'The first request with this key is still running; ask again shortly.':
    'Dieselbe Anfrage wird noch bearbeitet; versuchen Sie es gleich noch einmal.',
  'This Idempotency-Key belongs to another request, whose answer is none to this one; use a new one.':
    'Dieses Formular wurde schon mit anderem Inhalt gesendet; öffnen Sie die Seite noch einmal.',
  'Milestone "{0}" has no certificate "{1}".': 'Der Meilenstein „{0}“ hat keine Bescheinigung „{1}“.',
  'Milestone {0} is in phase {1}; it has no {2} yet.':
    'Der Meilenstein {0} steht in der Phase „{1, words}“; er hat noch nichts davon: {2, words}.',
  'Milestone "{0}" has not started yet.': 'Der Meilenstein „{0}“ hat noch nicht begonnen.',
  'There is no API key of the ID {0} that may report in engagement "{1}"; have one with the role validationSystem made for that system (npm run keys, POST /api-keys) and give the ID it gets.':
    'Es gibt keinen API-Schlüssel mit der Kennung {0}, der im Auftrag „{1}“ berichten darf; lassen Sie für jenes System einen mit der Rolle validationSystem machen (npm run keys, POST /api-keys) und geben Sie dessen Kennung an.',
  'There is no request "{0}" of milestone {1}.': 'Der Meilenstein {1} hat keine Anfrage „{0}“.',
  'A departure stands for this mailbox already (GET /departures); take it back first, to record another.':
    'Für dieses Postfach ist schon ein Ausscheiden festgehalten (GET /departures); nehmen Sie es zuerst zurück, um ein anderes festzuhalten.',
  'An engagement is opened by somebody who is signed in, so that it is known who reads it; a system with a key does not.':
    'Einen Auftrag öffnet jemand, der angemeldet ist, damit bekannt ist, wer ihn liest; ein System mit einem Schlüssel tut das nicht.',
  'A calendar is of somebody who is signed in; a system with a key asks GET /work for what has which date.':
    'Einen Kalender hat, wer angemeldet ist; ein System mit einem Schlüssel fragt GET /work, was welches Datum hat.',
  'A digest is of somebody who is signed in; a system with a key is told by webhooks.':
    'Sammelmitteilungen hat, wer angemeldet ist; ein System mit einem Schlüssel erfährt es durch Webhooks.',
  'The record of milestone {0} has not been disposed of.': 'Die Akte des Meilensteins {0} ist nicht vernichtet.',
  'Temporal did not say whether the milestone is still running; nothing was changed, ask again.':
    'Temporal hat nicht gesagt, ob der Meilenstein noch läuft; es wurde nichts geändert, versuchen Sie es noch einmal.',
  'Milestone {0} is still running: something is waited for, or being published. Ask again when it has ended.':
    'Der Meilenstein {0} läuft noch: Es wird auf etwas gewartet oder etwas veröffentlicht. Versuchen Sie es wieder, wenn er geendet hat.',
  'A milestone is started by the engagement manager, {0}.': 'Einen Meilenstein beginnt die Projektleitung, {0}.',
  'There is a milestone "{0}" already; choose another ID.':
    'Es gibt schon einen Meilenstein „{0}“; wählen Sie eine andere Kennung.',
  '"{0}" is not among the people of the engagement any more.': '"{0}" gehört nicht mehr zu den Personen des Auftrags.',
  'The message was refused.': 'Die Nachricht wurde abgewiesen.',
  'Plan, package and engagement are {0} bytes together, and a milestone can be started with {1} at most; shorten the plan, and put long texts into documents.':
    'Plan, Paket und Auftrag haben zusammen {0} Bytes, und ein Meilenstein kann mit höchstens {1} beginnen; kürzen Sie den Plan, und legen Sie lange Texte in Dokumente.',
  document: 'Dokument',
  request: 'Anfrage',
  certificate: 'Bescheinigung',
  'archived record': 'archivierte Akte',
  person: 'Person',
  'Send an API key that is neither over nor revoked as "Authorization: Bearer <key>" (npm run keys lists those there are){0}.':
    'Senden Sie einen API-Schlüssel, der weder abgelaufen noch widerrufen ist, als "Authorization: Bearer <key>" (npm run keys zeigt, welche es gibt){0, words}.',
  ', or sign in at /sign-in': ', oder melden Sie sich unter /sign-in an',
  'This Idempotency-Key belongs to another upload; use a new one.':
    'Dieser Idempotency-Key gehört zu einem anderen Upload; nehmen Sie einen neuen.',
  'Send the file itself as the body, and no form: with curl, --data-binary @design.pdf -H "Content-Type: application/pdf" in place of -F.':
    'Senden Sie die Datei selbst und kein Formular: mit curl --data-binary @design.pdf -H "Content-Type: application/pdf" statt -F.',
  'Give the media type of the file as Content-Type, e.g. application/pdf.':
    'Geben Sie den Medientyp der Datei als Content-Type an, etwa application/pdf.',
  'Send the ETag of what you read as If-Match, so that no other correction is undone unseen.':
    'Senden Sie den ETag dessen, was Sie gelesen haben, als If-Match, damit keine andere Berichtigung ungesehen verloren geht.',
  'Give an Idempotency-Key of 1 to 200 characters.': 'Geben Sie einen Idempotency-Key von 1 bis 200 Zeichen an.',
  'A person, and a key for named engagements, leaves the ID of a milestone to the service; leave milestoneId out, and send an Idempotency-Key to get the same one for a repeat.':
    'Wer angemeldet ist, und ein Schlüssel für benannte Aufträge, überlässt die Kennung eines Meilensteins dem Dienst; lassen Sie milestoneId weg, und senden Sie einen Idempotency-Key, um bei einer Wiederholung denselben zu bekommen.',
  'Milestone {0} asks nobody for a decision any more that a deputy could give.':
    'Der Meilenstein {0} bittet niemanden mehr um eine Entscheidung, die eine Vertretung treffen könnte.',
  'Give the first and the last day, or neither.': 'Geben Sie den ersten und den letzten Tag an oder keinen von beiden.',
  'The last day, {0}, is before the first, {1}.': 'Der letzte Tag, {0, date}, liegt vor dem ersten, {1, date}.',
  '{0} is over; give a last day that is still to come.':
    '{0, date} ist vorbei; geben Sie einen letzten Tag an, der noch kommt.',
  '"{0}" is not listed to validate, review or sign milestone {1}, so that no deputy is needed.':
    '"{0}" ist beim Meilenstein {1} weder zum Prüfen noch zum Review noch zum Unterzeichnen aufgeführt, deshalb ist keine Vertretung nötig.',
  'Name another person to decide instead.': 'Nennen Sie jemand anderen, der an dieser Stelle entscheidet.',
  'There is no deputyship "{0}", or it has ended.': 'Es gibt keine Vertretung „{0}“, oder sie hat geendet.',
  'amend the terms of the engagement': 'die Bedingungen des Auftrags ändern',
  'The terms an engagement is registered with are the first version; leave contractVersion out, and amend them later.':
    'Die Bedingungen, mit denen ein Auftrag angelegt wird, sind die erste Fassung; lassen Sie contractVersion weg, und ändern Sie sie später.',
  'The contract says so already; give what is to be another way.':
    'Der Vertrag sagt das schon; geben Sie an, was anders werden soll.',
  'The contract asks for the consent of the other party; name who agreed, on which date, and the document that shows it.':
    'Der Vertrag verlangt die Zustimmung der anderen Partei; geben Sie an, wer wann zugestimmt hat, und das Dokument, das es zeigt.',
  '"{0}" is nobody of the other party among the people of the engagement; name who agreed for it.':
    '„{0}“ gehört unter den Personen des Auftrags nicht zur anderen Partei; geben Sie an, wer für sie zugestimmt hat.',
  'There is no document "{0}" of this engagement; upload it first.':
    'Ein Dokument „{0}“ gibt es in diesem Auftrag nicht; laden Sie es zuerst hoch.',
  'appoint a deputy for somebody else': 'für jemand anderen eine Vertretung benennen',
  'end the deputyship of somebody else': 'die Vertretung eines anderen beenden',
  'engagementIds is missing; name the engagements that are yours to tell of.':
    'engagementIds fehlt; nennen Sie die Aufträge, von denen Sie berichten dürfen.',
  'A template of the kind "{0}" is made from one thing: {1}, or {2}.':
    'Eine Vorlage der Art „{0}“ entsteht aus einem allein: {1} oder {2}.',
  'There is no template "{0}" of yours or shared.': 'Eine eigene oder freigegebene Vorlage „{0}“ gibt es nicht.',
  'This is no whole address; copy it as Slack or Teams shows it, from https:// on.':
    'Das ist keine vollständige Adresse; kopieren Sie sie, wie Slack oder Teams sie zeigt, ab https://.',
  'The address has to begin with https://, so that nobody on the way can read it.':
    'Die Adresse muss mit https:// beginnen, damit unterwegs niemand mitliest.',
  'The address must name no user, password or port; copy it as Slack or Teams shows it.':
    'Die Adresse darf weder Benutzer noch Passwort noch Port nennen; kopieren Sie sie, wie Slack oder Teams sie zeigt.',
  'The address leads to {0}, where this service tells nothing; whoever runs it names such hosts (CHAT_HOSTS).':
    'Die Adresse führt zu {0}, wohin dieser Dienst nichts meldet; wer ihn betreibt, benennt solche Hosts (CHAT_HOSTS).',
  'The message to try the address was not taken ({0}); copy the address again, or make another one there.':
    'Die Nachricht zum Ausprobieren wurde nicht angenommen ({0}); kopieren Sie die Adresse noch einmal, oder legen Sie dort eine andere an.',
  'No worker answers for it; start the service, then look again.':
    'Kein Worker antwortet dafür; starten Sie den Dienst, und sehen Sie dann noch einmal nach.',
  'Its workflow may know of decisions that the record has not, and they would be lost; put the newer copy of the database back, or say that the record is right.':
    'Der Workflow kennt vielleicht Entscheidungen, die die Akte nicht hat, und sie gingen verloren; spielen Sie die neuere Kopie der Datenbank zurück, oder sagen Sie, dass die Akte richtig ist.',
  'Chat is told to somebody who is signed in; a system with a key is told by webhooks.':
    'Im Chat wird nur jemandem gemeldet, der angemeldet ist; einem System mit Schlüssel wird durch Webhooks gemeldet.',
};
