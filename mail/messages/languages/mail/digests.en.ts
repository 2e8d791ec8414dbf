// English: digests, and the page on which somebody chooses one.

export const digests = {
  'digest.title': 'How your notices come',
  'digest.off': 'Every notice comes by itself, when it happens.',
  'digest.stands.daily': 'Your notices come together, every day at {hour} ({zone}). The next ones: {next}.',
  'digest.stands.weekly': 'Your notices come together, every {weekday} at {hour} ({zone}). The next ones: {next}.',
  'digest.says':
    'What you are asked to decide comes at once all the same, and so do receipts, certificates and whatever a period runs from. Where nothing happened, no mail comes.',
  'digest.how': 'Notices come',
  'digest.never': 'each by itself',
  'digest.daily': 'together, once a day',
  'digest.weekly': 'together, once a week',
  'digest.weekday': 'Day of the week, where once a week',
  'digest.hour': 'Hour',
  'digest.zone': 'Time zone',
  'digest.language': 'Language',
  'digest.languageHint': 'Of what stands around them. Each notice is in the language that its engagement has for you.',
  'digest.press': 'Keep this',
  'digest.set': 'Kept.',
  'digest.ended': 'Every notice comes by itself again. What was waiting goes out now.',
  'digest.notTaken': 'Choose how your notices come, with hour, time zone and language.',
  'admin.effect.digest': 'digests',
  'digest.over': 'Your notices come each by itself',
  'digest.subject': '{count, plural, one {# notice on your milestones} other {# notices on your milestones}}',
  'digest.because': 'These notices come together because you chose so.',
  'digest.change': 'Change or end it',
  'digest.onDesk': 'On your desk:',
} as const;
