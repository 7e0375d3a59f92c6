import { isRecord } from "../util/record.js";

/** Request headers that hold no secret, and whose words turn up in many an error. */
const PUBLIC = new Set(["accept", "content-type", "last-event-id"]);

/** Names of headers whose value is a secret however short it is. */
const SENSITIVE = /key|token|auth|secret|cookie|password/i;

const SHORTEST = 3;
const SHORTEST_ELSEWHERE = 6;

/** Takes the secrets of a request out of what the server answered to it. */
export class Redactor {
  readonly #sent: Headers;
  #secrets: string[] | undefined;

  /** @param sent - the request's headers */
  constructor(sent: Headers) {
    this.#sent = sent;
  }

  text(text: string): string {
    this.#secrets ??= secretsIn(this.#sent);
    return this.#secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, "[removed]"), text);
  }

  headers(answered: Headers): Headers {
    return new Headers([...answered].map(([name, value]): [string, string] => [name, this.text(value)]));
  }

  /** A copy of parsed JSON. */
  value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.value(item)]));
  }
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
