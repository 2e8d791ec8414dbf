// English: standing deputies, in mails, on pages and on certificates.

export const deputies = {
  'deputy.days': 'from {from} to {until}',
  'deputy.whenAway': 'whenever an automatic reply says that they are away',
  'deputy.subject': 'A deputy for {name}',
  'deputy.headline': '{deputy} decides instead of {name}, {days}.',
  'deputy.namedBy': 'Named by {by}.',
  'deputy.says':
    'Then the deputy is asked to validate, review or sign, as far as their own authority and the separation of duties allow it; the record says so.',
  'deputy.next': 'If this is not right, end it in the milestone or over the API, or tell the engagement manager.',
  'deputy.ended.subject': 'No deputy for {name} any more',
  'deputy.ended.headline': '{by} ended it: {deputy} no longer decides instead of {name}.',
  'deputy.ended.says': 'What the deputy decided stands; what is still open is asked of {name}.',
  'deputy.ended.next': 'Whoever is asked gets a request of their own.',
  'deputy.asked.headline': 'Your deputy {to} is asked instead of you ({duty}).',
  'deputy.asked.next':
    '{to} has a request of their own. To decide yourself, end the deputyship, or tell the engagement manager.',
  'deputy.back.headline': '{to} decides again themselves ({duty}); your time as their deputy is over.',
  'ask.why.deputy': 'You are the deputy of {other}, named by {by}. The record will say so.',
  'ask.why.fromDeputy': '{deputy}, your deputy, has not decided; it is yours again.',
  'absence.nextDeputy':
    '{deputy} is their deputy. If they cannot answer in time, reassign the duty to them in the milestone or over the API.',
  'page.nameDeputy': '<strong>Name a deputy</strong> for days on which you are away',
  'page.endDeputy': '<strong>End a deputyship</strong>: you decide yourself again',
  'page.deputy': 'Your deputy',
  'page.deputyFrom': 'First day',
  'page.deputyUntil': 'Last day',
  'page.deputyDays': 'Leave both days empty for whenever an automatic reply of yours says that you are away.',
  'page.deputyOf': '{deputy}, {days}',
  'page.did.nameDeputy': 'Deputy named',
  'page.did.endDeputy': 'Deputyship ended',
  'remedy.deputy': 'Choose who decides instead of you.',
  'remedy.deputyReason': 'Write why you name a deputy, or end it.',
  'remedy.deputyship': 'Choose which deputyship ends.',
  'page.termsVersion': 'This milestone runs under version {version} of the contract terms.',
  'certificate.deputy': 'as deputy, {days}',
} as const;
