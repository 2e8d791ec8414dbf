// German.
import type { Translation } from '../words.ts';
import { acts } from './desk/acts.de.ts';
import { desk } from './desk/de.ts';
import { milestone } from './desk/milestone.de.ts';
import { record } from './desk/record.de.ts';
import { timeMails } from './mail/time.de.ts';

export const messages: Translation = {
  ...desk,
  ...acts,
  ...milestone,
  ...record,
  ...timeMails,

  instant: '{weekday}, {date}, {time} Uhr ({zone})',
  service: 'Milestone Sign-Off',

  'page.for': 'für <bdi>{client}</bdi>',
  'page.openingDecidesNothing': 'Mit dem Öffnen dieser Seite ist nichts entschieden.',
  'page.allAskedOfYou': 'Alles, worum Sie gebeten sind',
  'page.linkIsPersonal': 'Der Link gilt nur für <bdi>{name}</bdi>; bitte geben Sie ihn nicht weiter.',
  'page.press.sign': 'Unterzeichnen',
  'page.press.confirm': 'Bestätigen',
  'page.press.approve': 'Freigeben',
  'page.press.comment': 'Anmerkung senden',
  'page.press.requestRevision': 'Überarbeitung verlangen',
  'page.press.refuse': 'Ablehnen',
  'page.press.delegate': 'Weitergeben',
  'page.evidence':
    'Worauf es beruht: {deliverables, plural, one {# Liefergegenstand} other {# Liefergegenstände}}, {files, plural, one {# Datei} other {# Dateien}}',
  'page.openFile': 'Öffnen',
  'page.showPicture': 'Bild anzeigen',
  'page.notRecorded': 'Nicht erfasst: {title}',

  // Phases, within a sentence.
  'phase.compiling': 'Zusammenstellung der Liefergegenstände',
  'phase.rework': 'Nachbesserung',
  'phase.validating': 'technische Prüfung',
  'phase.inReview': 'Stakeholder-Review',
  'phase.formalSignOff': 'förmliche Abnahme',
  'phase.facilitation': 'Vermittlung',
  'phase.escalated': 'Eskalation an den Projektsponsor',
  'phase.acceptedWithExceptions': 'Erledigung der Vorbehalte',
  'phase.accepted': 'Abnahme',
  'phase.revoked': 'Widerruf',
  'phase.terminated': 'Beendigung',
  'phase.cancelled': 'Stornierung',

  // What many mails say.
  'mail.subject': '{what}: {title}',
  'mail.instant': '{local}, {utc}',
  'mail.nobody': 'niemandem',
  'mail.namesAndMore': '{names} und {more, plural, one {# weiteren Person} other {# weiteren Personen}}',
  'mail.and': '{first} {second}',
  'mail.byReason': 'Von {name}: {reason}',
  'mail.by': 'Von {name}.',
  'mail.onBehalf': '{name} im Auftrag von {other}',
  'mail.digestOf': '{fileName}, SHA-256 {digest}',
  'mail.file': '{title}: {text}',
  'mail.onRecord':
    '{count, plural, one {# steht in der Akte; die Projektleitung kann sie Ihnen zeigen.} other {# stehen in der Akte; die Projektleitung kann sie Ihnen zeigen.}}',
  'mail.section.why': 'Warum',
  'mail.section.reasons': 'Gründe',
  'mail.section.reasonsGiven': 'Angegebene Gründe',
  'mail.section.reason': 'Grund',
  'mail.section.note': 'Vermerk',
  'mail.section.evidence': 'Nachweise',
  'mail.section.exceptions': 'Vorbehalte',
  'mail.section.withExceptions': 'Mit Vorbehalten',
  'mail.section.signedBy': 'Unterzeichnet von',
  'mail.section.approvedBy': 'Freigegeben von',
  'mail.section.refusedBy': 'Verweigert von {name}',
  'mail.section.validation': 'Technische Prüfung',
  'mail.section.facilitation': 'Bisherige Vermittlung',
  'mail.section.statement': 'Die Erklärung, die Sie unterzeichnen würden, Fassung {version}',
  'mail.section.whyBefore': 'Warum Sie entscheiden',
  'mail.section.exhausted': 'Nachbesserungen sind ausgeschöpft; weiterhin nicht vertragsgemäß',
  'mail.section.unmet': 'Verbindlich, nicht erfüllt und noch unter keinem Vorbehalt',
  'mail.section.silence': 'Durch Schweigen abgelehnt',
  'mail.silenceProvided': 'Der Vertrag sieht das vor; Gründe hat niemand genannt.',
  'mail.exceptionsOnRecord': 'Vorbehalte in der Akte',
  'mail.exception':
    '{id}: {description} ({accepts}Schweregrad {severity, number}, verantwortlich {owner}, fällig am {due}, einbehalten {withheld}){state, select, closed {, erledigt} failed {, gescheitert} other {}}',
  'mail.accepts': 'deckt {ids} (verbindlich, nicht erfüllt)',
  'mail.acceptsAnd': 'deckt {ids} (verbindlich, nicht erfüllt), ',
  'mail.report': '{name}: {met, number} von {all, number} Anforderungen erfüllt, {issues}. {summary}',
  'mail.noIssues': 'keine Mängel',
  'mail.issues': 'Mängel: {issues}',
  'mail.issue': 'Schweregrad {severity, number}, {description}',
  'mail.outcome': '{outcome}: {note}',
  'outcome.rework': 'Nachbesserung',
  'outcome.reviewAgain': 'erneutes Review',
  'outcome.askAgain': 'erneute Anfrage',
  'outcome.underExceptions': 'Review unter Vorbehalten',
  'outcome.escalate': 'Eskalation an den Projektsponsor',
  'determination.rework': 'Nachbesserung',
  'determination.formalSignOff': 'zurück zur förmlichen Abnahme',
  'determination.terminate': 'Beendigung',

  // What happens next, and what silence means.
  'next.ifNothing': 'Geschieht bis {at} nichts, {consequence}.',
  'next.manager': '{name} (Projektleitung)',
  'next.sponsor': '{name} (Projektsponsor)',
  'next.reminder': 'folgt eine Erinnerung',
  'next.toSponsor': 'geht die Sache an {sponsor}',
  'next.overdue': 'erfährt {manager}, dass die Frist überschritten ist',
  'next.escalation': 'erfährt es {sponsor}',
  'next.finalNotice': 'folgt eine letzte Aufforderung, und {manager} erfährt, dass die Frist überschritten ist',
  'next.silence.accepted':
    'gilt Schweigen nach dem Vertrag als Abnahme (fiktive Abnahme), sofern der Zugang bewiesen ist',
  'next.silence.rejected': 'gilt Schweigen nach dem Vertrag als Ablehnung, sofern der Zugang bewiesen ist',
  'next.failure': 'gilt der Vorbehalt {id} als gescheitert, und der dafür einbehaltene Betrag bleibt einbehalten',
  'silence.none': 'Schweigen gilt nicht als Zustimmung.',
  'silence.accepted':
    'Nach dem Vertrag gilt Schweigen als Abnahme (fiktive Abnahme), nach einer letzten Aufforderung und einer Nachfrist von {days, plural, one {# Werktag} other {# Werktagen}}.',
  'silence.rejected':
    'Nach dem Vertrag gilt Schweigen als Ablehnung, nach einer letzten Aufforderung und einer Nachfrist von {days, plural, one {# Werktag} other {# Werktagen}}.',

  // What is asked: subject, the same within a sentence, headline, button.
  'ask.validation.subject': 'Bitte prüfen',
  'ask.validation.again': 'bitte prüfen',
  'ask.validation.headline':
    'Bitte prüfen Sie die Liefergegenstände gegen die technischen Anforderungen und geben Sie Ihren Prüfbericht ab.',
  'ask.validation.button': 'Paket prüfen',
  'ask.review.subject': 'Bitte um Freigabe',
  'ask.review.again': 'bitte um Freigabe',
  'ask.review.headline': 'Bitte sehen Sie das Paket durch und geben Sie es frei, oder sagen Sie, was fehlt.',
  'ask.review.button': 'Paket durchsehen',
  'ask.signature.subject': 'Bitte unterzeichnen',
  'ask.signature.again': 'bitte unterzeichnen',
  'ask.signature.headline': 'Bitte entscheiden Sie über die Abnahme des Meilensteins und unterzeichnen Sie.',
  'ask.signature.button': 'Ansehen und unterzeichnen',
  'ask.facilitation.subject': 'Bitte vermitteln',
  'ask.facilitation.again': 'bitte vermitteln',
  'ask.facilitation.headline':
    'Der Meilenstein ist strittig. Bitte sprechen Sie mit den Betroffenen und halten Sie ein Ergebnis fest.',
  'ask.facilitation.button': 'Ergebnis festhalten',
  'ask.determination.subject': 'Ihre Entscheidung',
  'ask.determination.again': 'Ihre Entscheidung',
  'ask.determination.headline':
    'Für den Meilenstein ließ sich keine Einigung finden; als Projektsponsor entscheiden Sie.',
  'ask.determination.button': 'Entscheiden',
  'ask.confirmation.subject': 'Bitte das Ergebnis bestätigen',
  'ask.confirmation.again': 'bitte das Ergebnis bestätigen',
  'ask.confirmation.headline':
    'Alles ist unterzeichnet. Bitte bestätigen Sie, was aus Ihrer Verweigerung geworden ist, oder widersprechen Sie.',
  'ask.confirmation.button': 'Bestätigen oder widersprechen',
  'ask.objection.subject': 'Als Ihre Entscheidung eingetragen',
  'ask.objection.again': 'als Ihre Entscheidung eingetragen',
  'ask.objection.headline':
    'Der Auftragnehmer hat eine Entscheidung als Ihre eingetragen. Bitte sehen Sie sich das Dokument an und widersprechen Sie, wenn Sie nicht so entschieden haben.',
  'ask.objection.button': 'Ansehen oder widersprechen',
  'ask.closure.subject': 'Bitte Ihre Vorbehalte erledigen',
  'ask.closure.again': 'bitte Ihre Vorbehalte erledigen',
  'ask.closure.headline':
    'Vorbehalte, für die Sie verantwortlich sind, sind noch offen. Bitte weisen Sie nach, dass sie wie vereinbart erledigt sind.',
  'ask.closure.button': 'Erledigung nachweisen',
  'ask.verification.subject': 'Bitte Erledigung bestätigen',
  'ask.verification.again': 'bitte Erledigung bestätigen',
  'ask.verification.headline':
    'Ein Vorbehalt ist nach Angabe des Verantwortlichen erledigt. Bitte bestätigen Sie das oder weisen Sie es zurück.',
  'ask.verification.button': 'Bestätigen oder zurückweisen',
  'ask.extension.subject': 'Ein Vorbehalt ist überfällig',
  'ask.extension.again': 'ein Vorbehalt ist überfällig',
  'ask.extension.headline':
    'Ein Vorbehalt, den Sie zugelassen haben, ist überfällig. Sie können seine Frist verlängern oder es dabei belassen.',
  'ask.extension.button': 'Frist verlängern',
  'ask.revocation.subject': 'Widerruf vorgeschlagen',
  'ask.revocation.again': 'Widerruf vorgeschlagen',
  'ask.revocation.headline':
    'Die Projektleitung schlägt vor, die Abnahme zu widerrufen. Bitte bestätigen Sie oder lehnen Sie ab.',
  'ask.revocation.button': 'Bestätigen oder ablehnen',
  'ask.concession':
    'Eine verbindliche Anforderung ist nicht erfüllt. Bitte klären Sie mit den Betroffenen, ob sie unter einem Vorbehalt angenommen wird (Sonderfreigabe), und halten Sie ein Ergebnis fest.',
  'ask.why.anew': '{by} hat Ihnen diese Anfrage neu geschickt; Links in früheren Mails entscheiden nicht mehr.',
  'ask.why.theirBehalf': '{by} bittet Sie, an ihrer oder seiner Stelle zu entscheiden. Die Akte wird das ausweisen.',
  'ask.why.back': '{by} hat Ihnen dies zurückgegeben.',
  'ask.why.othersBehalf': '{by} hat Sie benannt, im Auftrag von {other} zu entscheiden. Die Akte wird das ausweisen.',
  'mail.reminder.subject': 'Erinnerung: {asked}, {title}',
  'mail.reminder.waits': 'Der Meilenstein wartet auf Sie (Phase: {phase}).',
  'mail.reminder.ifDecided': 'Wenn Sie inzwischen entschieden haben, ist nichts weiter nötig.',

  // What a request shows beside the question.
  'request.deliverables': 'Liefergegenstände',
  'request.rest.deliverables': 'Liefergegenstände auf der Seite',
  'request.deliverable': '{title}, Version {version}, {files, plural, one {# Datei} other {# Dateien}}',
  'request.changed': 'Geändert seit dem letzten Paket',
  'request.rest.changed': 'geänderte Liefergegenstände auf der Seite',
  'request.toCheck': 'Zu prüfen',
  'request.requirements':
    '{all, plural, one {# Anforderung} other {# Anforderungen}}, davon {mandatory, number} verbindlich',
  'request.rest.reports': 'Prüfberichte auf der Seite',
  'request.result':
    '{name}: {met, number} von {all, number} Anforderungen erfüllt, {issues}; Empfehlung: {recommendation}',
  'request.issues': '{count, plural, one {# Mangel} other {# Mängel}} vom Schweregrad {severities}',
  'request.recommend.accept': 'abnehmen',
  'request.recommend.acceptWithIssues': 'mit den genannten Mängeln abnehmen',
  'request.recommend.rework': 'nachbessern',
  'request.unmet': 'Verbindlich, nicht erfüllt',
  'request.rest.unmet': 'Anforderungen auf der Seite',
  'request.underException': '{id}, anzunehmen unter Vorbehalt {exceptionId}',
  'request.underNone': '{id}, unter keinem Vorbehalt',
  'request.exceptions': 'Offene Vorbehalte',
  'request.rest.exceptions': 'Vorbehalte auf der Seite',
  'request.exception': '{id}, {accepts}Schweregrad {severity, number}, fällig am {due}, verantwortlich {owner}',
  'request.signed': 'Bisher unterzeichnet',
  'request.rest.signed': 'Unterschriften auf der Seite',
  'request.signer': '{name}, {capacity}',
  'request.whyBehindLink': 'Die Projektleitung nennt den Grund hinter dem Link.',
  'request.positions': 'Standpunkte',
  'request.exhausted':
    'Die Nachbesserungen nach dem Vertrag sind ausgeschöpft; das Paket ist weiterhin nicht vertragsgemäß',
  'request.conceding':
    'Die Prüfung empfiehlt die Abnahme, obwohl Verbindliches nicht erfüllt ist; dazu muss ein Vorbehalt benannt werden',
  'request.silent': 'Durch Schweigen abgelehnt, wie der Vertrag es vorsieht',
  'request.refused': '{name} hat verweigert, mit {reasons, plural, one {# Grund} other {# Gründen}}',
  'request.approved': '{name} hat freigegeben',
  'request.hasSigned': '{name} hat unterzeichnet',
  'request.facilitated': '{outcome}, {date}',

  // The brief of the sponsor.
  'brief.agreed': 'Was vereinbart war',
  'brief.valueThen': 'Wert {value}; danach: {next}',
  'brief.due': 'Nach dem Vertrag fällig am {date}',
  'brief.moreInPlan': '… und {count, number} weitere im Plan',
  'brief.moreInPackage': '… und {count, number} weitere im Paket',
  'brief.requirement': '{id}: {text}',
  'brief.requirementOptional': '{id} (optional): {text}',
  'brief.delivered': 'Was geliefert wurde',
  'brief.nothing': 'Noch wurde nichts eingereicht.',
  'brief.deliverable': '{title}, Version {version}',
  'brief.deliverableChanged': '{title}, Version {version}: {change}',
  'brief.package': 'Paketversion {version, number}, fertiggestellt am {date}: {summary}',
  'brief.options': 'Was Sie wählen können und wohin es führt',
  'brief.rework':
    'Nachbesserung: Das Paket wird berichtigt und erneut geprüft, durchgesehen und unterzeichnet; auf die Zahl der Nachbesserungen wird das nicht angerechnet.',
  'brief.notOpen': 'Die förmliche Abnahme ist nicht möglich: {why}.',
  'brief.asItStands':
    'Förmliche Abnahme, wie es steht: Die Zeichnungsberechtigten werden gebeten, dieses Paket zu unterzeichnen. Sie unterzeichnen für niemanden; wer verweigert hat, kann erneut verweigern. Die Bescheinigung weist aus, dass Sie so entschieden haben.',
  'brief.concession':
    'Förmliche Abnahme mit Sonderfreigabe: {ids}, verbindlich und nicht erfüllt, {count, plural, one {wird nur unter einem Vorbehalt angenommen, der sie nennt} other {werden nur unter einem Vorbehalt angenommen, der sie nennt}}, mit Verantwortlichem, Plan, Termin und Einbehalt. Der Auftraggeber erteilt sie mit seiner Unterschrift, nie wer sie verantwortet oder vorschlägt; die Bescheinigung weist das aus. Sie unterzeichnen für niemanden.',
  'brief.withExceptions':
    'Förmliche Abnahme mit Vorbehalten, die Sie benennen: wie oben, jeder Vorbehalt mit Verantwortlichem, Plan, Termin und Einbehalt; jeder Unterzeichner sieht sie, und frühere Unterschriften verfallen.',
  'brief.terminate':
    'Beenden: Der Meilenstein endet ohne Abnahme, nichts wird zur Rechnungsstellung freigegeben, die nächste Phase ist nicht freigegeben.',

  // The frame of every mail.
  'mail.header': '{engagement} · {milestone} ({milestoneId})',
  'mail.headerDue': '{engagement} · {milestone} ({milestoneId}), nach dem Vertrag fällig am {due}',
  'mail.for': 'Für',
  'mail.recipient': '{name}, {capacity}',
  'mail.onBehalfOf': ', im Auftrag von <strong>{name}</strong>',
  'mail.onBehalfOfPlain': ', im Auftrag von {name}',
  'mail.byLabel': 'Bis',
  'mail.whenLabel': 'Wann',
  'mail.happensNext': 'Wie es weitergeht.',
  'mail.happensNextText': 'Wie es weitergeht: {next}',
  'mail.requestNumber': 'Abnahmeanfrage {number}',
  'mail.requestNumberOn': 'Abnahmeanfrage {number}, Paketversion {version, number}',
  'mail.linkIsPersonal':
    'Der Link ist persönlich: Mit ihm wird in Ihrem Namen entschieden; bitte leiten Sie ihn nicht weiter. Dahinter können Sie die Entscheidung delegieren. Mit dem Öffnen ist nichts entschieden.',
  'mail.contact': 'Fragen beantwortet {name},',
  'mail.forVerification': 'Zur Überprüfung',
  'mail.sentBecause': 'Sie erhalten diese Mail, weil Sie im Auftrag zwischen {firm} und {client} benannt sind.',
  'mail.sentBy': 'Automatisch gesendet von {firm}.',
  'mail.administrator': 'Administrator',

  // Lists that a mail has no room for.
  'list.onRecord': 'in der Akte',
  'list.onPage': 'auf der Seite',
  'list.inText': 'im angehängten Text',
  'list.beside': 'Außerdem',
  'list.moreOnRecord': '{count, number} weitere in der Akte',
  'list.andMore': '… und {count, number} weitere {where}',
  'list.more': '{count, number} {where}',
  'list.cut': ' … (hier gekürzt; der ganze Text steht in der Akte)',
  'list.inFull': 'vollständig',

  // Receipts, and duties passed on.
  'receipt.subject': 'Beleg',
  'receipt.headline': 'Ihre Entscheidung ist erfasst: {what}.',
  'receipt.entry': 'Eintrag {sequence} der Akte, {at}.',
  'receipt.entryOn': 'Eintrag {sequence} der Akte, {at}, zu Paketversion {version, number}.',
  'receipt.proof':
    'Angehängt ist der Nachweis dafür: eine kleine Datei, die sich noch in Jahren ohne diesen Dienst prüfen lässt. Bewahren Sie sie bei Ihren Unterlagen auf.',
  'receipt.notYou': 'Wenn Sie das nicht waren, sagen Sie es sofort der Projektleitung.',
  'receipt.standsAt': 'Der Meilenstein steht jetzt bei: {phase}.',
  'receipt.behalf': '{what}, im Auftrag von {name}',
  'receipt.report': 'Ihr Prüfbericht',
  'receipt.reportVerdict': '{report}, {verdict}',
  'receipt.verdict.notConforming': 'nicht vertragsgemäß',
  'receipt.verdict.passedUnmet': 'bestanden, mit nicht erfüllten Anforderungen',
  'receipt.verdict.met': 'Anforderungen erfüllt',
  'receipt.review.approve': 'Sie haben freigegeben',
  'receipt.review.comment': 'Sie haben angemerkt',
  'receipt.review.requestRevision': 'Sie haben eine Überarbeitung verlangt',
  'receipt.signed': 'Sie haben unterzeichnet',
  'receipt.refused': 'Sie haben die Abnahme verweigert',
  'receipt.delegated': 'Sie haben die Entscheidung an {name} delegiert',
  'receipt.facilitated': 'das Ergebnis der Vermittlung, {outcome}',
  'receipt.determined': 'Ihre Entscheidung als Projektsponsor, {determination}',
  'receipt.outcomeConfirmed': 'Sie haben das Ergebnis der Vermittlung bestätigt',
  'receipt.outcomeOpposed': 'Sie haben dem Ergebnis der Vermittlung widersprochen',
  'receipt.entryOpposed': 'Sie haben {id} widersprochen, was der Auftragnehmer als Ihre Entscheidung eingetragen hatte',
  'receipt.closureEvidence': 'Ihr Nachweis, dass Vorbehalt {id} erledigt ist',
  'receipt.closureRejected': 'Sie haben Vorbehalt {id} nicht als erledigt angesehen',
  'receipt.verified': 'Sie haben Vorbehalt {id} als erledigt bestätigt',
  'receipt.extended': 'Sie haben Vorbehalt {id} bis zum {date} verlängert',
  'receipt.revocationDeclined': 'Sie haben den Widerruf abgelehnt',
  'receipt.revoked': 'Sie haben den Widerruf bestätigt',
  'passedOn.delegated': 'Delegiert',
  'passedOn.reassigned': 'Nicht mehr von Ihnen erbeten',
  'passedOn.duty.validation': 'technische Prüfung',
  'passedOn.duty.review': 'Review',
  'passedOn.duty.signature': 'Unterschrift',
  'passedOn.delegatedHeadline': '{from} hat an {to} delegiert: {duty}.',
  'passedOn.reassignedHeadline': '{to} wurde benannt, an Ihrer Stelle zu entscheiden ({duty}).',
  'passedOn.deadlineStays': 'Die Frist bleibt, wie sie ist.',
  'passedOn.nothingToDo': 'Sie müssen nichts tun, und Ihr Link zeigt das Paket nicht mehr.',
  'passedOn.delegatedNext':
    '{to} hat eine eigene Anfrage erhalten. Wenn das nicht passt, können Sie sie anders zuweisen.',
  'passedOn.reassignedNext': 'Wenn das nicht stimmt, sagen Sie es der Projektleitung.',

  // Silence, deadlines, disputes and revocation.
  'finalNotice.subject': 'Letzte Aufforderung',
  'finalNotice.accepted':
    'Ihre Entscheidung ist überfällig. Nach dem Vertrag wird Schweigen als Abnahme gelten (fiktive Abnahme).',
  'finalNotice.rejected': 'Ihre Entscheidung ist überfällig. Nach dem Vertrag wird Schweigen als Ablehnung gelten.',
  'finalNotice.counts':
    'Dies ist die letzte Aufforderung, die der Vertrag vorsieht. Eine Entscheidung von Ihnen vor dem genannten Zeitpunkt zählt, wie auch immer sie ausfällt.',
  'finalNotice.deadlineWas': 'Die Frist endete {at}.',
  'furtherPeriod.subject': 'Mehr Zeit für Ihre Antwort',
  'furtherPeriod.couldNot':
    '{names}: Während eines Teils der Nachfrist konnte nicht geantwortet werden; über das Schweigen wird später befunden.',
  'furtherPeriod.yours': 'Sie haben mehr Zeit für Ihre Antwort; bis dahin gilt Schweigen als nichts.',
  'silenceDeemed.subject.accepted': 'Fiktive Abnahme',
  'silenceDeemed.subject.rejected': 'Als abgelehnt geltend',
  'silenceDeemed.accepted': 'Das Schweigen von {names} gilt nach dem Vertrag als Abnahme (fiktive Abnahme).',
  'silenceDeemed.rejected': 'Das Schweigen von {names} gilt nach dem Vertrag als Ablehnung.',
  'silenceDeemed.asked':
    'Gefragt in der Phase {phase}; Frist {deadline}, letzte Aufforderung {notice}. Niemand hat für jemanden unterzeichnet; Akte und Bescheinigung weisen die Abnahme als fiktiv aus.',
  'silenceDeemed.proof': 'Zugangsnachweis',
  'silenceDeemed.delivery': '{name}: {what}, {sent}; Antwort des Servers: {answer}',
  'silenceDeemed.notSent': 'nicht gesendet',
  'silenceDeemed.noAnswer': 'keine',
  'silenceDeemed.goesOn': 'Der Meilenstein geht weiter, als wäre zugestimmt worden.',
  'silenceDeemed.facilitated': 'Die Projektleitung vermittelt das Weitere.',
  'delivery.finalNotice': 'letzte Aufforderung',
  'delivery.reminder': 'Erinnerung',
  'delivery.request': 'Anfrage',
  'delivery.notice': 'Mitteilung',
  'silenceNotDeemed.subject': 'Schweigen gilt nicht',
  'silenceNotDeemed.headline': 'Die Nachfrist ist abgelaufen, aber Schweigen hat keine Bedeutung (Phase: {phase}).',
  'deadlineExtended.subject': 'Frist verlängert',
  'deadlineExtended.headline': 'Die Frist wurde verlängert (Phase: {phase}).',
  'deadlineExtended.was': 'Bisher: {at}.',
  'calendarCorrected.subject': 'Kalender berichtigt',
  'calendarCorrected.headline':
    'Die Tage, nach denen der Vertrag rechnet, wurden berichtigt, für alles, was ab jetzt beginnt.',
  'calendarCorrected.running': 'Eine laufende Frist bleibt, wie sie ist.',
  'calendarCorrected.holidays': 'Arbeitsfreie Tage',
  'calendarCorrected.workingDays': 'Arbeitstage trotz Wochenende oder Feiertag',
  'calendarCorrected.none': 'keine',
  'outcomeConfirmation.subject': 'Was zum Ergebnis gesagt wird',
  'outcomeConfirmation.confirmed': '{who} hat das Ergebnis bestätigt, das Sie festgehalten haben.',
  'outcomeConfirmation.opposed': '{who} hat dem Ergebnis widersprochen, das Sie festgehalten haben.',
  'outcomeConfirmation.unopposed': 'Niemand hat dem Ergebnis widersprochen, das Sie festgehalten haben.',
  'outcomeConfirmation.decides': 'Nun entscheidet {name}.',
  'outcomeConfirmation.goesOn': 'Der Meilenstein geht weiter wie festgehalten.',
  'revocation.subject': 'Widerruf vorgeschlagen',
  'revocation.headline': '{name} schlägt vor, die Abnahme zu widerrufen. Dazu braucht es Sie beide.',
  'revocation.leadsTo': 'Wohin jede Antwort führt',
  'revocation.confirm':
    'Bestätigen: Eine Bescheinigung des Widerrufs tritt an die Stelle der geltenden, nichts mehr wird zur Rechnungsstellung freigegeben, die nächste Phase ist nicht mehr freigegeben; alle erfahren davon.',
  'revocation.decline': 'Ablehnen: Die Bescheinigung bleibt, wie sie ist.',
  'revocationDeclined.subject': 'Widerruf abgelehnt',
  'revocationDeclined.headline': '{name} hat den Widerruf der Abnahme abgelehnt.',
  'revocationDeclined.stays': 'Die Bescheinigung gilt weiter.',
  'revocationDeclined.bothStay': 'Die Bescheinigung und ihre Vorbehalte gelten weiter.',
  'revoked.subject': 'Abnahme widerrufen',
  'revoked.before': 'Die Abnahme ist widerrufen, bevor etwas bescheinigt wurde; {number} weist das aus.',
  'revoked.headline': 'Bescheinigung {before} gilt nicht mehr; {number} widerruft sie.',
  'revoked.proposed': 'Vorgeschlagen von {name}: {reason}',
  'revoked.confirmed': 'Bestätigt von {name}: {reason}',
  'revoked.next':
    'Nichts mehr wird zur Rechnungsstellung freigegeben, und die nächste Phase ist nicht mehr freigegeben. Die Akte behält, was unterzeichnet wurde.',

  // What the firm entered as a decision.
  'entry.review': 'Freigabe des Pakets',
  'entry.signature': 'Abnahme des Meilensteins',
  'entry.document': 'Das Dokument vom {date}',
  'entry.subject.theirs': 'Als Ihre Entscheidung eingetragen',
  'entry.subject.other': 'Als Entscheidung von {name} eingetragen',
  'entry.headline.theirs':
    '{enterer} von {firm} hat aufgrund eines Dokuments als Ihre Entscheidung eingetragen: {what}.',
  'entry.headline.other':
    '{enterer} von {firm} hat aufgrund eines Dokuments als Entscheidung von {name} eingetragen: {what}.',
  'entry.notYourSignature':
    'Der Vertrag lässt das zu. Es ist nicht Ihre Unterschrift, und nichts gilt als von Ihnen unterzeichnet. Sehen Sie sich das Dokument an und widersprechen Sie, wenn Sie nicht so oder nicht über dieses Paket entschieden haben.',
  'entry.notASignature': 'Es ist keine Unterschrift. {name} weiß davon und kann bis {until} widersprechen.',
  'entry.next.theirs':
    'Widersprechen Sie bis {until}, gilt es nicht. Tun Sie es nicht, geht der Meilenstein damit weiter. Eine eigene Entscheidung von Ihnen geht vor.',
  'entry.next.other': 'Vorher beruht nichts darauf.',
  'entryPeriod.subject': 'Mehr Zeit für einen Widerspruch',
  'entryPeriod.headline':
    'Sie haben mehr Zeit, dem zu widersprechen, was der Auftragnehmer als Ihre Entscheidung eingetragen hat.',
  'entryPeriod.next': 'Vor {at} beruht nichts darauf.',
  'entryOutcome.subject.theirs': 'Was als Ihre Entscheidung eingetragen war',
  'entryOutcome.subject.other': 'Was als Entscheidung von {name} eingetragen war',
  'entryOutcome.upheld.theirs':
    'Niemand hat rechtzeitig dem widersprochen, was der Auftragnehmer als Ihre Entscheidung eingetragen hat; der Meilenstein geht damit weiter.',
  'entryOutcome.upheld.other':
    'Niemand hat rechtzeitig dem widersprochen, was der Auftragnehmer als Entscheidung von {name} eingetragen hat; der Meilenstein geht damit weiter.',
  'entryOutcome.nobodySigned':
    'Niemand hat es unterzeichnet. Bescheinigung und Akte weisen es mit dem Dokument als Eintragung des Auftragnehmers aus.',
  'entryOutcome.counts.theirs':
    'Eine eigene Entscheidung von Ihnen geht weiter vor, solange der Meilenstein eine annimmt.',
  'entryOutcome.counts.other': 'Eine eigene Entscheidung geht weiter vor, solange der Meilenstein eine annimmt.',
  'entryOutcome.opposed':
    '{name} widerspricht dem, was der Auftragnehmer als eigene Entscheidung eingetragen hat; es gilt nicht.',
  'entryOutcome.dropped.theirs': 'Was der Auftragnehmer als Ihre Entscheidung eingetragen hat, gilt nicht.',
  'entryOutcome.dropped.other': 'Was der Auftragnehmer als Entscheidung von {name} eingetragen hat, gilt nicht.',
  'entryOutcome.still.theirs': 'Sie sind weiter um Ihre Entscheidung gebeten.',
  'entryOutcome.still.other': '{name} ist weiter um eine Entscheidung gebeten.',
  'entered.title': 'Vom Auftragnehmer aufgrund eines Dokuments eingetragen',
  'entered.line': '{name}, {capacity}: {what}, nach einem Dokument vom {date}, eingetragen von {enterer}',

  // Exceptions.
  'exception.dutyTitle': '{id}, fällig am {due}',
  'exception.plan': 'Plan: {plan}',
  'exception.closedWhen': 'Erledigt, wenn: {criterion}',
  'exception.withheldUntil': 'Bis dahin einbehalten: {amount}',
  'closure.subject': 'Bitte Ihre Vorbehalte erledigen',
  'closure.headline': 'Der Meilenstein wurde unter Vorbehalten abgenommen, für die Sie verantwortlich sind.',
  'closure.show': 'Weisen Sie für jeden nach, dass er wie vereinbart erledigt ist; jemand anders wird das bestätigen.',
  'verification.subject': 'Bitte Erledigung von Vorbehalt {id} bestätigen: {title}',
  'verification.headline': 'Nach Angabe von {owner} ist Vorbehalt {id} erledigt.',
  'verification.owner': 'Verantwortlichem',
  'verification.closedWhen': 'Erledigt, wenn',
  'closureRejected.subject': 'Noch nicht erledigt: Vorbehalt {id}, {title}',
  'closureRejected.headline': 'Was Sie nachgewiesen haben, erledigt den Vorbehalt nicht.',
  'closureRejected.button': 'Erledigung nachweisen',
  'exceptionExtended.subject': 'Vorbehalt verlängert: {id}, {title}',
  'exceptionExtended.headline': 'Vorbehalt {id} ist jetzt am {to} fällig statt am {from}.',
  'exceptionFailed.subject': 'Vorbehalt gescheitert: {id}, {title}',
  'exceptionFailed.headline': 'Vorbehalt {id} gilt als gescheitert; der Rest bleibt einbehalten.',
  'exceptionFailed.next':
    'Er kann noch als erledigt bestätigt oder von der Stelle, die ihn zugelassen hat, verlängert werden. Sonst können Projektleitung und Projektsponsor die Abnahme widerrufen.',
  'exceptionVerified.subject': 'Vorbehalt erledigt',
  'exceptionVerified.headline': 'Vorbehalt {id} ist als erledigt bestätigt.',
  'exceptionVerified.others': 'Die übrigen Vorbehalte bleiben offen.',
  'exceptionVerified.all': 'Alle Vorbehalte sind erledigt; die Abschlussbescheinigung folgt.',

  // Notices along the way.
  'overdue.subject': 'Überfällig',
  'late.exception': 'Vorbehalt {id}',
  'overdue.headline': 'Die Frist ist ohne Entscheidung abgelaufen ({what}).',
  'overdue.waiting': 'Noch gewartet wird auf {names}. Auch eine verspätete Entscheidung zählt.',
  'overdue.granter':
    'Sie haben den Vorbehalt zugelassen und können die Frist verlängern. Wenn Sie es dabei belassen, müssen Sie nichts tun.',
  'overdue.escalate': 'Sie können jetzt auch eskalieren.',
  'escalation.subject': 'Eskalation: {title} steht still',
  'escalation.headline': 'Der Meilenstein wartet über die Frist hinaus ({what}).',
  'escalation.waiting': 'Gewartet wird auf {names}. {manager} hat bei Ablauf der Frist davon erfahren.',
  'escalation.next':
    'Bitte sorgen Sie dafür, dass die Genannten entscheiden, oder lassen Sie sich den Meilenstein von der Projektleitung zur Entscheidung vorlegen.',
  'escalation.nextException': 'Bitte sorgen Sie für die Erledigung, oder erklären Sie den Vorbehalt für gescheitert.',
  'nonConformance.subject': 'Mängelanzeige',
  'nonConformance.rework': 'Das Paket ist nicht vertragsgemäß und geht zur Nachbesserung zurück.',
  'nonConformance.concession':
    'Das Paket ist nicht vertragsgemäß; die Prüfung empfiehlt die Annahme unter einem Vorbehalt.',
  'nonConformance.notice': 'Dies ist die Mängelanzeige nach dem Vertrag, mit den angegebenen Gründen.',
  'nonConformance.nextConcession':
    'Mit dieser Anzeige ist nichts abgenommen. Der Vorbehalt muss mit Verantwortlichem, Plan und Termin benannt und vom Auftraggeber mit Unterschrift zugelassen werden; sonst wird nachgebessert.',
  'nonConformance.nextRework': 'Ein berichtigtes Paket wird von Anfang an neu geprüft.',
  'rework.subject': 'Nachbesserung',
  'rework.headline': 'Bitte lassen Sie das Paket nachbessern und reichen Sie eine neue Version ein.',
  'rework.cycle':
    'Nachbesserung {cycle, number} von {all, number}, die der Vertrag vorsieht. Geben Sie für jeden Liefergegenstand an, was sich geändert hat.',
  'rework.toCorrect': 'Was zu berichtigen ist',
  'rework.next': 'Die neue Version wird erneut geprüft.',
  'feedback.subject': 'Rückmeldung zu beantworten',
  'feedback.subjectForInformation': 'Rückmeldung',
  'feedback.headline':
    'Ein Stakeholder hat eine Rückmeldung gegeben, die vor der förmlichen Abnahme zu beantworten ist.',
  'feedback.headlineForInformation': 'Ein Stakeholder hat etwas angemerkt; eine Antwort ist nicht nötig.',
  'feedback.from': 'Von {name}',
  'feedback.item': '{id}: {text}',
  'feedback.itemForInformation': '{id}: {text} (ohne Antwort)',
  'feedback.next':
    'Die förmliche Abnahme beginnt, sobald jeder Punkt, der eine Antwort braucht, beantwortet ist und jede Gruppe freigegeben hat.',
  'feedback.nextForInformation': 'Die förmliche Abnahme beginnt, sobald jede Gruppe freigegeben hat.',
  'meeting.subject': 'Review-Termin',
  'meeting.headline': 'Sie sind zum Review-Termin dieses Meilensteins eingeladen.',
  'meeting.where': 'Ort: {location}',
  'meeting.length': 'Dauer: {minutes, plural, one {# Minute} other {# Minuten}}',
  'meeting.next': 'Mit der angehängten Einladung kommt der Termin in Ihren Kalender. Das Protokoll wird Teil der Akte.',
  'refusal.subject': 'Nach Ihrer Entscheidung verweigert',
  'refusal.subjectHidden': 'Nicht alle stimmen zu',
  'refusal.headline': '{name} hat die Abnahme verweigert, nachdem Sie entschieden hatten.',
  'refusal.headlineHidden': 'Seit Ihrer Entscheidung hat jemand dem Meilenstein nicht zugestimmt.',
  'refusal.hidden': 'Wer und warum, hält der Vertrag bei denen, die es klären.',
  'refusal.stands': 'Ihre eigene Entscheidung bleibt erfasst. Sie müssen jetzt nichts tun.',
  'refusal.next': '{name} vermittelt; Sie erfahren, was daraus wird.',
  'indemnity.subject': 'Intern: Schadenanzeige erwägen, {title}',
  'indemnity.finding':
    'Ein Mangel vom Schweregrad 1 kann ein Umstand sein, der dem Berufshaftpflichtversicherer anzuzeigen ist.',
  'indemnity.refusal':
    'Eine Verweigerung der Abnahme kann ein Umstand sein, der dem Berufshaftpflichtversicherer anzuzeigen ist.',
  'indemnity.internal':
    'Dies geht nur an den Auftragnehmer, nicht an den Auftraggeber. Ob und bis wann der Vertrag eine Anzeige verlangt, klärt, wer bei Ihnen mit dem Versicherer zu tun hat.',
  'indemnity.findings': 'Mängel vom Schweregrad 1',
  'indemnity.next': 'Dieses System zeigt nichts an.',
  'outcomeNotice.subject': 'Was aus Ihrer Verweigerung geworden ist',
  'outcomeNotice.headline': '{name} hat ein Ergebnis festgehalten: {outcome}.',
  'outcomeNotice.confirm':
    'Es gilt ab jetzt. Bitte bestätigen Sie, dass es so vereinbart war, oder widersprechen Sie bis {until}: Dann entscheidet der Projektsponsor.',
  'outcomeNotice.next': 'Wenn das nicht so vereinbart war, sagen Sie es der Projektleitung oder dem Projektsponsor.',
  'determinationNotice.subject': 'Entscheidung des Projektsponsors',
  'determinationNotice.headline': '{name} hat als Projektsponsor entschieden: {determination}.',
  'determinationNotice.next':
    'Dies ist eine eigene Entscheidung des Projektsponsors. Sie unterzeichnet für niemand anderen.',
  'voided.subject': 'Ihre Unterschrift gilt nicht mehr',
  'voided.headline': 'Was Sie unterzeichnet haben, hat sich geändert; Ihre Unterschrift ist deshalb verfallen.',
  'voided.next': 'Eine neue Anfrage mit allem, was Sie zum Entscheiden brauchen, ist unterwegs.',
  'undeliverable.subject': 'Eine Mail war nicht zustellbar',
  'undeliverable.headline': 'Eine Mail an {name} kam zurück.',
  'undeliverable.administrator': 'den Administrator dieses Dienstes',
  'undeliverable.next':
    'Bitte erreichen Sie die Person auf anderem Weg und prüfen Sie die Adresse. Die Frist läuft weiter.',
  'noTimestamp.subject': 'Kein Zeitstempel auf der Bescheinigung',
  'noTimestamp.headline':
    'Das Siegel der Bescheinigung bleibt bei PAdES B-B; die Zeitstempelstelle hat nicht rechtzeitig geantwortet.',
  'noTimestamp.unaffected': 'Abnahme und Siegel sind nicht betroffen. Es fehlt ein unabhängiger Nachweis der Zeit.',
  'noTimestamp.unknown': 'nicht bekannt',
  'noTimestamp.next':
    'Von selbst wird nichts wiederholt. Kümmern Sie sich vor der nächsten Abnahme um die Zeitstempelstelle (TSA_URL).',
  'absence.subject': 'Abwesend: {name}, {title}',
  'absence.headline': '{name} hat auf eine Anfrage mit einer automatischen Antwort reagiert.',
  'absence.says': 'Darin steht: „{note}“',
  'absence.next':
    'Eine automatische Antwort entscheidet nichts, und die Frist läuft weiter. Ist die Person nicht rechtzeitig zurück, lassen Sie die Entscheidung an jemanden mit der Befugnis delegieren, oder erreichen Sie sie auf anderem Weg.',
  'termination.subject': 'Beendet',
  'termination.headline': 'Der Projektsponsor hat den Meilenstein beendet; er wird nicht abgenommen.',
  'cancellation.subject': 'Storniert',
  'cancellation.headline': 'Der Meilenstein wurde storniert.',
  'over.next': 'Von Ihnen wird nichts mehr erbeten. Die Links der Anfragen zeigen nur noch, was geschehen ist.',

  // Acceptance, and copies of the certificate.
  'acceptance.subject.full': 'Abgenommen',
  'acceptance.subject.conditional': 'Abnahme unter Vorbehalt',
  'acceptance.headline': 'Bescheinigung {number} ist ausgestellt.',
  'acceptance.released': 'Zur Rechnungsstellung freigegeben: {amount}.',
  'acceptance.releasedWithheld': 'Zur Rechnungsstellung freigegeben: {amount}; einbehalten: {withheld}.',
  'acceptance.nextPhase': 'Nächste Phase freigegeben: {name}.',
  'acceptance.nextPhaseConditions': 'Nächste Phase freigegeben: {name}, unter den untenstehenden Auflagen.',
  'acceptance.signer': '{name}, {capacity}, {at}',
  'acceptance.toCheck': 'Um es später zu prüfen',
  'acceptance.dataDigest': 'SHA-256 der Bescheinigung als Daten: {digest}',
  'acceptance.pdfDigest': 'SHA-256 der Bescheinigung als PDF: {digest}',
  'acceptance.archiveDigest': 'SHA-256 der archivierten Akte: {digest}',
  'acceptance.timestampComes':
    'PDF und Archiv bekommen noch einen Zeitstempel und damit andere Prüfsummen; die Daten bleiben dieselben.',
  'acceptance.checkpoint':
    'Der angehängte Checkpoint ist Ihr Beleg: Das Prüfprotokoll lässt sich davor nicht ändern oder kürzen, ohne ihm zu widersprechen.',
  'acceptance.next.conditional':
    'Die Erledigung jedes Vorbehalts bestätigt jemand anders als der Verantwortliche; dann folgt eine Abschlussbescheinigung.',
  'acceptance.next.full': 'Die Akte ist archiviert. Bitte bewahren Sie diese Mail auf.',
  'copy.attached':
    'Angehängt ist die Bescheinigung, {fileName}. Sie ist gesiegelt: Ein PDF-Programm, das Signaturen prüft, zeigt, ob die Datei verändert wurde; ihre Daten sind darin angehängt. Bewahren Sie die Datei so auf, wie sie ist; ein Ausdruck hat kein Siegel.',
  'copy.see': 'Ob sie gilt, sehen Sie ohne Anmeldung unter {address}. Wer diese Adresse hat, sieht dasselbe.',
  'copy.download':
    'Die Bescheinigung herunterladen und sehen, ob sie gilt, können Sie ohne Anmeldung unter {address}. Wer diese Adresse hat, sieht dasselbe.',

  // Answers to replies, and replies shown to the engagement manager.
  'answer.subject.open': 'Ihre Antwort hat nichts entschieden',
  'answer.subject.decided': 'Sie haben bereits entschieden',
  'answer.subject.nothing': 'Jetzt ist nichts zu entscheiden',
  'answer.headline.open': 'Eine Antwort in Ihrem Namen ist eingegangen, hat aber nichts entschieden.',
  'answer.headline.closed': 'Eine Antwort in Ihrem Namen ist eingegangen und hat nichts geändert.',
  'answer.askedAgain': '{decided} Seither sind Sie erneut gefragt.',
  'answer.ifYou':
    'Wenn Sie es waren, entscheiden Sie bitte auf der Seite hinter der Schaltfläche. Wenn nicht, müssen Sie nichts tun.',
  'answer.firstLines': 'Erste Zeilen, die entscheiden',
  'answer.next.page': 'Die Anfrage bleibt offen, bis Sie auf der Seite entscheiden.',
  'answer.next.pageOrReply': 'Die Anfrage bleibt offen, bis Sie entscheiden, auf der Seite oder per Antwort.',
  'answer.button.decide': 'Auf der Seite entscheiden',
  'answer.button.see': 'Sehen, wie es steht',
  'answer.youDid': '{at}: {what}.',
  'answer.instead': '{name} wurde benannt, an Ihrer Stelle zu entscheiden. Die Seite zeigt, wie der Meilenstein steht.',
  'answer.nothingWaits':
    'Hier wartet nichts auf eine Entscheidung von Ihnen. Die Seite zeigt, wie der Meilenstein steht.',
  'held.subject': 'Antwort nicht als Entscheidung gewertet',
  'held.headline': 'Eine Antwort im Namen von {name} ist eingegangen und hat nichts entschieden.',
  'held.whyTold': 'Der Grund, wie {name} ihn erfahren hat: {why}',
  'held.whyWouldBe': 'Der Grund, wie {name} ihn erfahren würde: {why}',
  'held.from': 'Sie kam von {address}; das ist nicht die Adresse auf der Liste.',
  'held.noAddress': 'keiner Adresse',
  'held.kept': 'Die ganze Nachricht ist unter SHA-256 {digest} aufbewahrt.',
  'held.says': 'Was darin steht',
  'held.isLast': 'Weitere Antworten von heute auf diese Anfrage stehen in der Akte, ohne Mail.',
  'held.nothingWaited': 'Von {name} wird hier nichts erwartet.',
  'held.isAsked': '{name} wird nach der Entscheidung gefragt.',
  'held.reach':
    '{name} hat heute schon so viele Antworten bekommen, wie gesendet werden; bitte auf anderem Weg erreichen.',
  'held.nothing': 'Nichts.',
  'held.lines': 'Zeilen: {count, number}. GET /milestones/{id}/replies zeigt sie.',
  'beside.subject': 'Neben einer Entscheidung per Antwort',
  'beside.headline.signed':
    '{name} hat per Antwort unterzeichnet; die Zeilen unten wurden nicht als Teil davon gewertet.',
  'beside.headline.refused':
    '{name} hat per Antwort verweigert; die Zeilen unten wurden nicht als Teil davon gewertet.',
  'beside.headline.delegated':
    '{name} hat per Antwort delegiert; die Zeilen unten wurden nicht als Teil davon gewertet.',
  'beside.headline.revision':
    '{name} hat per Antwort eine Überarbeitung verlangt; die Zeilen unten wurden nicht als Teil davon gewertet.',
  'beside.headline.approved':
    '{name} hat per Antwort freigegeben; die Zeilen unten wurden nicht als Teil davon gewertet.',
  'beside.taken':
    'Sie wurden für einen Gruß, einen Namen, eine Anschrift, einen Hinweis oder Ähnliches gehalten, oder waren durchgestrichen.',
  'beside.stood': 'Was daneben stand',
  'beside.next':
    'Sie müssen nichts tun. Wenn eine dieser Zeilen mehr sagt, fragen Sie {name}, bevor sich jemand auf die Entscheidung verlässt.',
  'did.askedForRevision': 'Sie haben eine Überarbeitung verlangt',
  'did.refused': 'Sie haben die Abnahme verweigert',
  'did.reported': 'Sie haben Ihren Prüfbericht abgegeben',
  'did.approved': 'Sie haben freigegeben',
  'did.signed': 'Sie haben unterzeichnet',
  'did.recordedOutcome': 'Sie haben das Ergebnis festgehalten',
  'did.decided': 'Sie haben entschieden',
  'did.confirmedOutcome': 'Sie haben das Ergebnis bestätigt',
  'did.objectedToOutcome': 'Sie haben dem Ergebnis widersprochen',
  'did.objectedToEntry': 'Sie haben der Eintragung widersprochen',
  'did.confirmedRevocation': 'Sie haben den Widerruf bestätigt',
  'did.declinedRevocation': 'Sie haben den Widerruf abgelehnt',
  'did.verifiedException': 'Sie haben Vorbehalt {id} als erledigt bestätigt',
  'did.rejectedClosure': 'Sie haben Vorbehalt {id} nicht als erledigt angesehen',
  'did.extendedException': 'Sie haben Vorbehalt {id} verlängert',
  'did.showedClosure': 'Sie haben die Erledigung von Vorbehalt {id} nachgewiesen',

  // Codes, links and passkeys.
  'code.subject': 'Ihr Bestätigungscode',
  'code.headline': 'Geben Sie diesen Code auf der Seite ein, um Ihre Entscheidung zu bestätigen.',
  'code.notYou':
    'Wenn Sie nicht gerade über diesen Meilenstein entschieden haben, verwenden Sie den Code nicht und sagen Sie es der Projektleitung: Jemand hat Ihren Link.',
  'code.next': 'Der Code gilt einmal und nur für diese Anfrage. Niemand von beiden Parteien wird Sie danach fragen.',
  'link.subject': 'Ihr neuer Link',
  'link.headline': 'Hier ist ein neuer Link für Ihre Anfrage; die früheren wurden zurückgezogen.',
  'link.button': 'Anfrage öffnen',
  'link.asItWas': 'Worum Sie gebeten sind und bis wann, ist unverändert. Was Sie entschieden haben, gilt.',
  'link.next': 'Verwenden Sie nur diesen Link. Wenn Sie ihn nicht erwartet haben, sagen Sie es der Projektleitung.',
  'passkey.subject.enrolled': 'Ein Passkey wurde eingerichtet',
  'passkey.subject.removed': 'Ein Passkey wurde entfernt',
  'passkey.subject.reset': 'Passkeys wurden zurückgesetzt',
  'passkey.enrolled.theirs': 'Ein Passkey wurde eingerichtet, mit dem Sie Entscheidungen bestätigen können.',
  'passkey.enrolled.other': 'Ein Passkey wurde eingerichtet, mit dem {name} Entscheidungen bestätigen kann.',
  'passkey.removed.theirs': 'Ein Passkey wurde entfernt, mit dem Sie Entscheidungen bestätigen konnten.',
  'passkey.removed.other': 'Ein Passkey wurde entfernt, mit dem {name} Entscheidungen bestätigen konnte.',
  'passkey.reset.theirs': '{by} hat Ihre Passkeys zurückgesetzt: Keiner davon bestätigt noch etwas.',
  'passkey.reset.other': '{by} hat die Passkeys von {name} zurückgesetzt: Keiner davon bestätigt noch etwas.',
  'passkey.happened': 'Das geschah am {local} ({utc}).',
  'passkey.reason': 'Grund: {reason}',
  'passkey.everywhere': 'Das gilt für jeden Meilenstein dieses Auftrags. Was vorher entschieden wurde, bleibt gültig.',
  'passkey.notYou':
    'Wenn Sie das nicht wollten, schreiben Sie sofort an {name}: Jemand hat vielleicht Ihre Links und liest Ihre Mails.',
  'passkey.notThem': 'Wenn das nicht gewollt war, setzen Sie die Passkeys zurück und ziehen Sie die Links zurück.',
  theEngagementManager: 'die Projektleitung',

  // What is in the way of a milestone; the sentence itself is the service’s.
  'obstacle.subject.now': 'Etwas steht im Weg',
  'obstacle.subject.over': 'Doch noch geschafft',
  'obstacle.over': 'Was diesem Meilenstein im Weg stand, ist behoben.',
  'obstacle.nothingNeeded': 'Sie müssen nichts tun.',
  'obstacle.toldOnceMore':
    'Sie erfahren noch einmal davon, wenn es behoben ist. Nichts, was entschieden wurde, ist verloren.',
  'obstacle.administering':
    'Sie erhalten diese Mail, weil die Einstellung ADMINISTRATOR_EMAIL dieses Dienstes Ihre Adresse nennt, um welchen Auftrag es auch geht.',
  'obstacle.is.publication': 'Der Dienst kommt mit diesem Meilenstein von selbst nicht weiter.',
  'obstacle.is.insufficient':
    'Dieser Meilenstein wurde ohne das abgenommen, was eine Abnahme braucht. Nichts ist freigegeben.',
  'obstacle.is.files': 'Dieser Meilenstein kann nicht unterzeichnet werden: Dateien fehlen.',
  'obstacle.is.store': 'Eine Entscheidung zu diesem Meilenstein wartet auf die Dateiablage.',
  'obstacle.is.webhook': 'Der Dienst kommt mit diesem Meilenstein von selbst nicht weiter.',
  'obstacle.is.mail': 'Der Dienst kommt mit diesem Meilenstein von selbst nicht weiter.',
  'obstacle.is.unreachable': 'Wer diesen Auftrag führt, ist per Mail nicht zu erreichen.',
  'obstacle.is.cannotDecide': 'Jemand, der entscheiden soll, kann es nicht.',
  'obstacle.is.workflowEnded': 'Der Workflow dieses Meilensteins ist zu Ende, der Meilenstein aber nicht.',
  'obstacle.was.publication':
    'Bescheinigung {subject} ist mit allem Zugehörigen veröffentlicht. Was sie aufgehalten hatte: {reason}',
  'obstacle.was.insufficient':
    'Die Abnahme mit der Nummer {subject} ist widerrufen. Sie war nicht ausreichend: {reason}',
  'obstacle.was.files':
    'Die Dateien dieses Meilensteins sind wieder in der Dateiablage; wer abgewiesen wurde, kann entscheiden. Was dem entgegenstand: {reason}',
  'obstacle.was.store':
    'Die Dateiablage antwortet, und über das Wartende ist befunden. Was dem entgegenstand: {reason}',
  'obstacle.was.webhook': 'Alles, was dem Abrechnungssystem zustand, ist gesendet. Was dem entgegenstand: {reason}',
  'obstacle.was.mail':
    'Die wartende Mail dieses Meilensteins ist gesendet, oder wurde aufgegeben und gemeldet. Was dem entgegenstand: {reason}',
  'obstacle.was.unreachable':
    'Eine spätere Mail ging hinaus und kam nicht zurück, oder der Meilenstein ist beendet. Was zurückgekommen war: {reason}',
  'obstacle.was.cannotDecide': 'Wer jetzt gefragt ist, kann entscheiden. Was gewesen war: {reason}',
  'obstacle.was.workflowEnded':
    'Der Workflow dieses Meilensteins läuft wieder und macht nach der Akte weiter, oder wird nicht mehr gebraucht: Der Meilenstein ist beendet. Er war zu Ende: {reason}',

  // Notices without a milestone.
  'opening.subject': 'Im Notfall geöffnet: {engagement}',
  'opening.opened':
    '{name} <{address}> hat {engagement} um {openedAt} zum Lesen geöffnet, bis {endsAt}, obwohl das für sie oder ihn nicht bestimmt ist.',
  'opening.reason': 'Der angegebene Grund: {reason}',
  'opening.onRecord':
    'Was gelesen wird, ist festgehalten; wer den Dienst betreibt, kann es auflisten (GET /openings). Wenn das nicht sein soll, lassen Sie die Sitzung beenden: npm run people -- sessions.',
  'opening.because': 'Sie erhalten diese Mail als Projektsponsor oder als Verantwortlicher für die Akten.',
  'keyEnds.subject': 'API-Schlüssel endet am {date}: {label}',
  'keyEnds.until': 'Der API-Schlüssel {id} ({label}) gilt bis {until} und danach nicht mehr.',
  'keyEnds.rotate':
    'Wird sein System noch gebraucht, geben Sie dem Schlüssel vorher ein neues Geheimnis: npm run keys -- rotate {id}. Mit --previous-until gelten beide, bis das System das neue hat.',
  'keyEnds.because': 'Sie erhalten diese Mail, weil ADMINISTRATOR_EMAIL des Dienstes Ihre Adresse nennt.',
  'quarantine.subject': 'Datei nicht angenommen: {fileName}',
  'quarantine.notTaken':
    '„{fileName}“, hochgeladen von {uploader} zu {engagement}, wurde nicht angenommen: Der Scanner kennt sie als {foundAs}. Niemand kann sie hier öffnen, und kein Paket kann sie enthalten.',
  'quarantine.manager':
    'Bitten Sie {uploader} um eine saubere Kopie, auf anderem Weg als durch Antwort auf diese Mail. Ist die Datei in Ordnung, kann sie bis {until} freigeben, wer den Dienst betreibt.',
  'quarantine.administrator':
    'Sie ist bis {until} beiseitegelegt. npm run quarantine -- list zeigt sie; release {id} --reason "…" macht ein Dokument daraus, remove {id} --reason "…" löscht sie sofort.',
  'quarantine.asManager': 'Sie erhalten diese Mail als Projektleitung.',

  // How a request is answered by reply.
  'reply.title': 'Oder antworten Sie auf diese Mail, mit einer dieser Zeilen als erster und sonst nichts von Bedeutung',
  'reply.approve': 'FREIGEBEN, um das Paket freizugeben',
  'reply.comment':
    'ANMERKUNG: oder FRAGE: und was Sie zu sagen haben, um später zu entscheiden; eine Frage wird zuerst beantwortet',
  'reply.revise': 'ÜBERARBEITEN: und was zu ändern ist',
  'reply.sign':
    'UNTERSCHREIBEN {name}, um den Meilenstein abzunehmen; damit unterzeichnen Sie die Erklärung der Anfrage elektronisch',
  'reply.refuse': 'ABLEHNEN: und Ihre Gründe, um die Abnahme zu verweigern',
  'reply.delegate': 'DELEGIEREN und eine E-Mail-Adresse, damit jemand mit der Befugnis an Ihrer Stelle entscheidet',

  // Copies for observers, and people who change.
  'mail.sentToObserver':
    'Sie erhalten diese Kopie, weil der Plan des Meilensteins Sie für Kopien seiner Bescheinigungen nennt; von Ihnen wird nichts erbeten.',
  'askedAgain.why':
    'Ihre Adresse wurde berichtigt; dies ist, worum Sie gebeten sind. Links in Mails an andere Adressen öffnen nichts mehr.',
  'people.field.name': 'Name: {value}',
  'people.field.email': 'Adresse: {value}',
  'people.field.capacity': 'Funktion: {value}',
  'people.field.timeZone': 'Zeitzone: {value}',
  'people.field.language': 'Sprache: {value}',
  'people.asContract': 'wie im Vertrag',
  'people.subject.theirs': 'Ihre Angaben wurden berichtigt',
  'people.subject.other': 'Angaben zu {name} wurden berichtigt',
  'people.headline.theirs': '{by} hat Ihre Angaben berichtigt.',
  'people.headline.other': '{by} hat die Angaben zu {name} berichtigt.',
  'people.now': 'Wie sie jetzt sind',
  'people.next.theirs':
    'Wenn das nicht stimmt, sagen Sie es der Projektleitung und dem Projektsponsor. Was Sie vorher entschieden haben, gilt unter dem damals angegebenen Namen.',
  'people.next.other':
    'Wenn das nicht stimmt, sagen Sie es sofort: Links und Mails an diese Person gehen von nun an dorthin. Was vorher entschieden wurde, gilt.',

  // Why a reply decided nothing, to who sent it.
  'unproven.from': 'Sie kam nicht von der Adresse, die für Sie hinterlegt ist.',
  'unproven.sender': 'Jemand anders hat sie in Ihrem Auftrag gesendet, und eine Entscheidung muss Ihre eigene sein.',
  'unproven.proof':
    'Das sendende Mailsystem weist nicht nach, dass sie von Ihnen kommt (keine gültige DKIM-Signatur nach einer DMARC-Richtlinie).',
  'unproven.addressee': 'Sie ist nicht an die Antwortadresse dieser Anfrage gerichtet.',
  'unproven.open': 'Ihre Signatur lässt offen, an wen sie gesendet wurde.',
  'unproven.date': 'Ihr Datum liegt nicht zwischen der Anfrage und ihrem Eingang.',
  'onPage.code': 'Der Vertrag verlangt für eine solche Entscheidung einen Code, nach dem die Seite fragt.',
  'onPage.contract': 'Der Vertrag verlangt eine solche Entscheidung auf der Seite, nicht per Antwort.',
  'onPage.earlier': 'Sie antwortet auf eine frühere Anfrage; es gibt eine neuere, zu der die Schaltfläche führt.',
  'onPage.more': 'Worum Sie gebeten sind, braucht mehr als eine Zeile und wird deshalb auf der Seite entschieden.',
  'verb.none': 'Ihre erste Zeile enthält keines der Wörter, die entscheiden.',
  'verb.signToAccept': 'Um den Meilenstein abzunehmen, unterzeichnen Sie: UNTERSCHREIBEN und Ihr voller Name.',
  'verb.refuseInstead': 'In der förmlichen Abnahme unterzeichnen Sie, oder Sie lehnen mit Ihren Gründen ab.',
  'verb.approveInstead': 'Ein Review wird nicht unterzeichnet: FREIGEBEN, oder sagen Sie, was zu ändern ist.',
  'verb.otherName':
    'Der Name hinter UNTERSCHREIBEN ist nicht der, unter dem Sie eingetragen sind. Schreiben Sie ihn wie in der Anfrage.',
  'verb.noStatement':
    'Die Mail, auf die Sie geantwortet haben, enthält die zu unterzeichnende Erklärung nicht; sie steht auf der Seite.',
  'verb.severalDelegates':
    'Unter {address} ist in diesem Auftrag mehr als eine Person eingetragen; die Seite zeigt, wer an Ihrer Stelle entscheiden könnte.',
  'verb.noDelegate':
    'Unter {address} ist in diesem Auftrag niemand eingetragen; die Seite zeigt, wer an Ihrer Stelle entscheiden könnte.',
  'unclear.because': 'Sie gilt nicht als Entscheidung, denn {why}.',
  'unclear.asComment': '{why} Was Sie geschrieben haben, steht als Anmerkung in der Akte.',
  'unclear.direction': 'sie enthält Zeichen, die die Textrichtung ändern',
  'unclear.firstLine': 'ihre erste Zeile ist nicht genau eines der Wörter, die entscheiden',
  'unclear.tooLong': 'sie ist zu lang, um zu Ende gelesen zu werden',
  'unclear.noReasons': 'sie nennt nach dem Doppelpunkt keine Gründe',
  'unclear.longReasons': 'ihre Gründe sind für eine Antwort zu lang',
  'unclear.moreText': 'es steht weiterer Text dabei, der eine Bedingung sein könnte',
  'unclear.withinQuote': 'in der zitierten Mail steht Text, der nicht aus dieser Mail ist',
  'unclear.struck': 'in der zitierten Mail ist etwas durchgestrichen',
  'unclear.files': 'es kam eine Datei mit ({files}), die eine Bedingung enthalten könnte',
  'unclear.differing': 'ihr Text und ihr HTML-Teil sagen nicht dasselbe',
};
