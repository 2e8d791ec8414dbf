// German: mails about time that stands still, and about who takes what back or needs more.

export const timeMails = {
  'withdrawn.subject': 'Eine Unterschrift wurde zurückgenommen',
  'withdrawn.headline': '{name} hat die eigene Unterschrift zurückgenommen; der Meilenstein ist nicht abgenommen.',
  'withdrawn.others': 'Was andere unterzeichnet haben, gilt weiter.',
  'withdrawn.next':
    'Die Person kann erneut unterzeichnen oder ablehnen, bis alle unterzeichnet haben, deren Unterschrift nötig ist.',
  'notTheirs.subject': 'Nicht zuständig',
  'notTheirs.headline': '{name} erklärt, dafür nicht zuständig zu sein.',
  'notTheirs.proposesNobody': 'Ein Vorschlag, wer es ist, fehlt.',
  'notTheirs.proposes': 'Vorgeschlagen wird {other}.',
  'notTheirs.runsOn': 'Die Person wird nicht mehr erinnert; die Frist läuft weiter.',
  'notTheirs.next':
    'Bitte übertragen Sie die Aufgabe auf jemanden, der entscheiden darf, im Meilenstein oder über die API. Bis dahin kann die Person noch selbst entscheiden.',
  'inquiry.subject': 'Bitte antworten',
  'inquiry.headline': '{name} braucht vor der Entscheidung weitere Angaben.',
  'inquiry.standsStill':
    'Die Frist dieser Person ruht, bis Sie antworten; danach verschiebt sie sich um genau diese Zeit.',
  'inquiry.what': 'Die Frage',
  'inquiry.next':
    'Bitte antworten Sie im Meilenstein oder über die API. Die Person wird mit Ihrer Antwort erneut gebeten.',
  'answered.subject': 'Antwort auf Ihre Frage',
  'answered.headline': 'Ihre Frage ist beantwortet. Bitte entscheiden Sie.',
  'answered.asked': 'Ihre Frage',
  'answered.answer': 'Die Antwort',
  'clock.subject.stopped': 'Die Frist ruht',
  'clock.subject.runs': 'Die Frist läuft weiter',
  'clock.headline.stopped': '{by} hat die Frist angehalten, bis {who} geliefert hat, worauf gewartet wird.',
  'clock.headline.runs': '{by} lässt die Frist weiterlaufen. Sie endet jetzt {at}.',
  'clock.decideAllTheSame': 'Sie können trotzdem entscheiden.',
  'clock.moved': 'Die Frist hat sich um genau die Zeit verschoben, in der sie ruhte.',
  'clock.waitedFor': 'Worauf gewartet wird',
  'clock.came': 'Was daraus geworden ist',
  'clock.next.stopped':
    'Solange sie ruht, wird niemand erinnert und ist niemand in Verzug; danach verschiebt sie sich um genau diese Zeit.',
  'clock.next.runs': 'Erinnerungen kommen wie zuvor.',
  'moreTime.subject': 'Bitte um mehr Zeit',
  'moreTime.headline': '{name} bittet um Zeit bis {date}.',
  'moreTime.deadline': 'Die Frist endet {at}.',
  'moreTime.next':
    'Verlängern Sie die Frist im Meilenstein oder über die API, wenn Sie einverstanden sind; sonst bleibt sie, wie sie ist.',
  'time.why': 'Begründung',
};
