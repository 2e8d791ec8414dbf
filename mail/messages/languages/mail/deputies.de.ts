// Deutsch: Vertretungen, in Mails, auf Seiten und in Abnahmebescheinigungen.

export const deputies = {
  'deputy.days': 'vom {from} bis zum {until}',
  'deputy.whenAway': 'sobald eine automatische Antwort die Abwesenheit meldet',
  'deputy.subject': 'Vertretung für {name}',
  'deputy.headline': '{deputy} entscheidet an Stelle von {name}, {days}.',
  'deputy.namedBy': 'Benannt von {by}.',
  'deputy.says':
    'Technisch prüfen, durchsehen oder unterzeichnen wird dann die Vertretung, soweit ihre eigene Befugnis und die Trennung der Aufgaben es zulassen; die Akte weist es aus.',
  'deputy.next':
    'Wenn das nicht stimmt, beenden Sie es im Meilenstein oder über die API, oder sagen Sie es der Projektleitung.',
  'deputy.ended.subject': 'Keine Vertretung mehr für {name}',
  'deputy.ended.headline': '{by} hat sie beendet: {deputy} entscheidet nicht mehr an Stelle von {name}.',
  'deputy.ended.says': 'Was die Vertretung entschieden hat, gilt; was noch offen ist, wird von {name} erbeten.',
  'deputy.ended.next': 'Wer gefragt ist, bekommt eine eigene Anfrage.',
  'deputy.asked.headline': 'Gefragt wird Ihre Vertretung {to} an Ihrer Stelle ({duty}).',
  'deputy.asked.next':
    '{to} hat eine eigene Anfrage. Wollen Sie selbst entscheiden, so beenden Sie die Vertretung, oder sagen Sie es der Projektleitung.',
  'deputy.back.headline': '{to} entscheidet wieder selbst ({duty}); Ihre Zeit als Vertretung ist vorbei.',
  'ask.why.deputy': 'Sie vertreten {other}, benannt von {by}. Die Akte wird das ausweisen.',
  'ask.why.fromDeputy': '{deputy}, Ihre Vertretung, hat nicht entschieden; die Entscheidung liegt wieder bei Ihnen.',
  'absence.nextDeputy':
    'Vertreten wird die Person von {deputy}. Kann sie nicht rechtzeitig antworten, übertragen Sie die Aufgabe im Meilenstein oder über die API auf die Vertretung.',
  'page.nameDeputy': '<strong>Vertretung benennen</strong> für Tage, an denen Sie nicht da sind',
  'page.endDeputy': '<strong>Vertretung beenden</strong>: Sie entscheiden wieder selbst',
  'page.deputy': 'Ihre Vertretung',
  'page.deputyFrom': 'Erster Tag',
  'page.deputyUntil': 'Letzter Tag',
  'page.deputyDays':
    'Lassen Sie beide Tage leer, wenn sie gelten soll, sobald eine automatische Antwort Ihre Abwesenheit meldet.',
  'page.deputyOf': '{deputy}, {days}',
  'page.did.nameDeputy': 'Vertretung benannt',
  'page.did.endDeputy': 'Vertretung beendet',
  'remedy.deputy': 'Wählen Sie, wer an Ihrer Stelle entscheidet.',
  'remedy.deputyReason': 'Schreiben Sie, warum Sie eine Vertretung benennen oder beenden.',
  'remedy.deputyship': 'Wählen Sie, welche Vertretung endet.',
  'page.termsVersion': 'Dieser Meilenstein läuft nach Fassung {version} der Vertragsbedingungen.',
  'certificate.deputy': 'als Vertretung, {days}',
} as const;
