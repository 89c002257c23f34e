const beyondAscii = /[\u0080-\uffff]/;

/** Latin letters, each with the Cyrillic, Greek and phonetic ones that a reader cannot tell from it. */
const lookalikes =
  'A\u0410\u0391 B\u0412\u0392 C\u0421 E\u0415\u0395 H\u041d\u0397 I\u0406\u0399 J\u0408 K\u041a\u039a ' +
  'M\u041c\u039c N\u039d O\u041e\u039f P\u0420\u03a1 S\u0405 T\u0422\u03a4 X\u0425\u03a7 Y\u0423\u03a5 ' +
  'Z\u0396 a\u0430\u03b1 c\u0441 d\u0501 e\u0435\u03b5 g\u0261 h\u04bb i\u0456\u03b9\u0131\u0269 j\u0458 ' +
  'k\u043a\u03ba l\u04cf o\u043e\u03bf p\u0440\u03c1 q\u051b s\u0455 t\u03c4 u\u03c5 v\u0475\u03bd w\u051d ' +
  'x\u0445\u03c7 y\u0443';
const readAs = new Map(
  lookalikes.split(' ').flatMap(([latin = '', ...others]) => others.map((other) => [other, latin] as const)),
);

/**
 * Returns a text with the letters that a reader sees: one with a Cyrillic letter, with wide letters or with
 * an invisible character is the text that it looks like, so that such a name evades no rule.
 * @see https://www.unicode.org/reports/tr39/
 */
export function foldConfusables(text: string): string {
  if (!beyondAscii.test(text)) return text;
  const letters = text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
  return letters.replace(/[\u0080-\uffff]/g, (letter) => readAs.get(letter) ?? letter);
}
