// Which currencies there are and how many decimals each has: ISO 4217, list one, as in force in November 2026.

/**
 * By the number of decimals. Codes of funds are in force too and contracts are priced in some (CLF, UYW). Left out are those
 * the list gives no minor unit: metals, bond market units, special drawing rights, XTS for tests and XXX for no currency.
 */
const codes: Record<0 | 2 | 3 | 4, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP ' +
    'COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ' +
    'JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN ' +
    'NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL ' +
    'THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const decimals: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(codes).flatMap(([places, list]) => list.split(' ').map((code) => [code, Number(places)])),
);

/** Decimals of the currency's minor unit; undefined for what is no currency in force. */
export const decimalsOf = (currency: string): number | undefined =>
  Object.hasOwn(decimals, currency) ? decimals[currency] : undefined;
