/** Request headers that hold no secret, and whose words turn up in many an error. */
const PUBLIC = new Set(["accept", "content-type", "last-event-id"]);

/** Names of headers whose value is a secret however short it is. */
const SENSITIVE = /key|token|auth|secret|cookie|password/i;

const SHORTEST = 3;
const SHORTEST_ELSEWHERE = 6;

/** Takes out of a text what the headers of a request may hold of secrets. */
export function withoutSecrets(text: string, sent: Headers): string {
  return secretsIn(sent).reduce((cleaned, secret) => cleaned.replaceAll(secret, "[removed]"), text);
}

/** A copy of an answer's headers that repeats no secret of the request's. */
export function headersWithoutSecrets(answered: Headers, sent: Headers): Headers {
  return new Headers([...answered].map(([name, value]) => [name, withoutSecrets(value, sent)]));
}

/** The longest first, so that no part of one is left over. */
function secretsIn(sent: Headers): string[] {
  const secrets = [...sent].flatMap(([name, value]) => {
    if (PUBLIC.has(name)) return [];
    const shortest = SENSITIVE.test(name) ? SHORTEST : SHORTEST_ELSEWHERE;
    // the words of `Bearer <token>`, of which a server may name the second alone
    const words = value.split(" ").slice(1);
    return [value, ...words].filter((secret) => secret.length >= shortest).flatMap(formsOf);
  });
  return secrets.sort((a, b) => b.length - a.length);
}

/** A secret as a server may repeat it: as it is, in an address, and in JSON, whose writers differ in what they escape. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, encodeURIComponent(secret), json, toAscii(json)];
  return [...new Set(forms.flatMap((form) => [form, form.replaceAll("/", "\\/")]))];
}

const toAscii = (text: string): string =>
  text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
