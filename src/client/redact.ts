import { isRecord } from "../util/record.js";

/** Request headers without secrets, whose values are part of many error messages. */
const PUBLIC = new Set(["accept", "content-type", "last-event-id"]);

/** Names of headers whose value is a secret however short it is. */
const SENSITIVE = /key|token|auth|secret|cookie|password/i;

/** How many characters an error quotes; and of how many, so that a secret that begins among them is found whole. */
const QUOTED_LENGTH = 200;
const READ_LENGTH = 2000;

const SHORTEST = 3;
const SHORTEST_ELSEWHERE = 6;

/** Removes the secrets in a request's headers from the server's response. */
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

  /** The beginning of a text, short enough for an error's message. */
  beginning(text: string): string {
    return this.text(text.slice(0, READ_LENGTH)).slice(0, QUOTED_LENGTH);
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

/** The secrets, longest first, so that no part of one remains. */
function secretsIn(sent: Headers): string[] {
  const secrets = [...sent].flatMap(([name, value]) => {
    if (PUBLIC.has(name)) return [];
    const shortest = SENSITIVE.test(name) ? SHORTEST : SHORTEST_ELSEWHERE;
    // the words of `Bearer <token>`, since a server may repeat the token alone
    const words = value.split(" ").slice(1);
    return [value, ...words].filter((secret) => secret.length >= shortest).flatMap(formsOf);
  });
  return secrets.sort((a, b) => b.length - a.length);
}

/** The forms in which a server may repeat a secret: unchanged, in a URL, and in JSON with different escaping. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, encodeURIComponent(secret), json, toAscii(json)];
  return [...new Set(forms.flatMap((form) => [form, form.replaceAll("/", "\\/")]))];
}

const toAscii = (text: string): string =>
  text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
