/** Which way a value travels: what the client sends, or what it is sent. */
export type Side = "request" | "response";

/** What a change may be, and whether it breaks callers of this client: the only place where that is decided. */
export const RULES = {
  "operation-added": { breaks: false, why: "nobody calls it yet" },
  "operation-removed": { breaks: true, why: "calls of it are answered 404" },
  "operation-renamed": { breaks: false, why: "calls go by method and path" },
  "operation-deprecated": { breaks: false, why: "it still answers" },
  "parameter-added": { breaks: false, why: "it may be left out" },
  "parameter-added-required": { breaks: true, why: "no call sends it" },
  "parameter-removed": { breaks: true, why: "calls that send it are refused, or not heard" },
  "parameter-now-required": { breaks: true, why: "calls without it are refused" },
  "parameter-now-optional": { breaks: false, why: "calls with it go on" },
  "body-added": { breaks: false, why: "it may be left out" },
  "body-added-required": { breaks: true, why: "no call sends it" },
  "body-removed": { breaks: true, why: "what calls send is not read" },
  "body-now-required": { breaks: true, why: "calls without it are refused" },
  "body-now-optional": { breaks: false, why: "calls with it go on" },
  "request-content-added": { breaks: false, why: "calls go on in the form that they use" },
  "request-content-removed": { breaks: true, why: "calls in that form are refused" },
  "request-field-added": { breaks: false, why: "it may be left out" },
  "request-field-added-required": { breaks: true, why: "no call sends it" },
  "request-field-removed": { breaks: true, why: "calls that send it are refused, or not heard" },
  "request-field-now-required": { breaks: true, why: "calls without it are refused" },
  "request-field-now-optional": { breaks: false, why: "calls with it go on" },
  "request-type-narrowed": { breaks: true, why: "calls that send the rest are refused" },
  "request-type-widened": { breaks: false, why: "what calls send is still taken" },
  "request-value-removed": { breaks: true, why: "calls that send it are refused" },
  "request-value-added": { breaks: false, why: "nobody sends it yet" },
  "request-limit-tightened": { breaks: true, why: "calls beyond it are refused" },
  "request-limit-loosened": { breaks: false, why: "what calls send is still taken" },
  "request-closed": { breaks: true, why: "calls with further fields are refused" },
  "request-opened": { breaks: false, why: "what calls send is still taken" },
  "default-changed": { breaks: false, why: "what calls leave out now means something else" },
  "response-status-added": { breaks: false, why: "a call is judged by whether it succeeded" },
  "response-status-removed": { breaks: false, why: "it only no longer comes" },
  "response-success-removed": { breaks: true, why: "what calls read comes in another way, or not at all" },
  "response-content-added": { breaks: false, why: "it has to be asked for" },
  "response-content-removed": { breaks: true, why: "callers read this form" },
  "response-header-added": { breaks: false, why: "nobody reads it yet" },
  "response-header-removed": { breaks: true, why: "callers may read it" },
  "response-field-added": { breaks: false, why: "nobody reads it yet" },
  "response-field-removed": { breaks: true, why: "callers may read it" },
  "response-field-now-optional": { breaks: true, why: "callers count on it" },
  "response-field-now-required": { breaks: false, why: "callers were prepared for less" },
  "response-type-widened": { breaks: true, why: "callers are not prepared for it" },
  "response-type-narrowed": { breaks: false, why: "callers were prepared for more" },
  "response-value-added": { breaks: false, why: "the client does not decide by it" },
  "response-value-added-decisive": {
    breaks: true,
    why: "the client decides by it, and does not know the value",
  },
  "response-value-removed": { breaks: false, why: "callers were prepared for more" },
  "schema-added": { breaks: false, why: "nobody names it yet" },
  "schema-removed": { breaks: true, why: "the package exports a type of that name" },
} as const satisfies Record<string, { breaks: boolean; why: string }>;

export type Rule = keyof typeof RULES;

/** The fields by whose value this client decides what to do; a value that it does not know leads it astray. */
export const DECISIVE_FIELDS = ["Run.status", "Thread.status", "LifecycleEventData.event"] as const;

/** Where something changed. */
export interface Place {
  /** The operation, as `POST /runs`, or the schema, as `Run`. */
  subject: string;
  /** Where in the subject: `query limit`, `body.input`, `.status`. Empty for the subject itself. */
  at: string;
}

/** One difference between two documents. */
export interface Change extends Place {
  kind: "added" | "removed" | "changed";
  rule: Rule;
  breaking: boolean;
  /** What a person reads. */
  message: string;
}

/** A change, judged by its rule. */
export function toChange(rule: Rule, { subject, at }: Place, message: string): Change {
  const [kind = "changed"] = (["added", "removed"] as const).filter((word) => rule.includes(`-${word}`));
  return { kind, rule, breaking: RULES[rule].breaks, subject, at, message };
}

/** What a call has to give, or may count on, or not. */
export type Needed = "parameter" | "body" | `${Side}-field`;

/** Something new, which calls may have to give. */
export function toAddition(what: Needed, place: Place, isRequired: boolean): Change {
  const rule: Rule = isRequired && what !== "response-field" ? `${what}-added-required` : `${what}-added`;
  return toChange(rule, place, isRequired ? "added, required" : "added");
}

export function compareNeed(what: Needed, place: Place, was: boolean, is: boolean): Change[] {
  if (was === is) return [];
  return [
    is
      ? toChange(`${what}-now-required`, place, "required now")
      : toChange(`${what}-now-optional`, place, "optional now"),
  ];
}
