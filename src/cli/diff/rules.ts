/** Whether a value is part of the request or of the response. */
export type Side = "request" | "response";

/** Every kind of change, and whether it breaks callers of this client. */
export const RULES = {
  "operation-added": { breaks: false, why: "no call uses it yet" },
  "operation-removed": { breaks: true, why: "calls of it are answered 404" },
  "operation-renamed": { breaks: false, why: "calls go by method and path" },
  "operation-deprecated": { breaks: false, why: "it can still be called" },
  "parameter-added": { breaks: false, why: "it may be omitted" },
  "parameter-added-required": { breaks: true, why: "calls without it are refused" },
  "parameter-removed": { breaks: true, why: "calls that send it are refused, or it is ignored" },
  "parameter-now-required": { breaks: true, why: "calls without it are refused" },
  "parameter-now-optional": { breaks: false, why: "calls with it stay valid" },
  "body-added": { breaks: false, why: "it may be omitted" },
  "body-added-required": { breaks: true, why: "calls without it are refused" },
  "body-removed": { breaks: true, why: "what calls send is ignored" },
  "body-now-required": { breaks: true, why: "calls without it are refused" },
  "body-now-optional": { breaks: false, why: "calls with it stay valid" },
  "request-content-added": { breaks: false, why: "calls in the other types stay valid" },
  "request-content-removed": { breaks: true, why: "calls in that type are refused" },
  "request-field-added": { breaks: false, why: "it may be omitted" },
  "request-field-added-required": { breaks: true, why: "calls without it are refused" },
  "request-field-removed": { breaks: true, why: "calls that send it are refused, or it is ignored" },
  "request-field-now-required": { breaks: true, why: "calls without it are refused" },
  "request-field-now-optional": { breaks: false, why: "calls with it stay valid" },
  "request-type-narrowed": { breaks: true, why: "calls that send the other types are refused" },
  "request-type-widened": { breaks: false, why: "what calls send stays valid" },
  "request-value-removed": { breaks: true, why: "calls that send it are refused" },
  "request-value-added": { breaks: false, why: "no call sends it yet" },
  "request-limit-tightened": { breaks: true, why: "calls beyond it are refused" },
  "request-limit-loosened": { breaks: false, why: "what calls send stays valid" },
  "request-closed": { breaks: true, why: "calls with further fields are refused" },
  "request-opened": { breaks: false, why: "what calls send stays valid" },
  "default-changed": { breaks: false, why: "omitting it has another meaning now" },
  "response-status-added": { breaks: false, why: "callers only look at whether a call succeeded" },
  "response-status-removed": { breaks: false, why: "it is just no longer sent" },
  "response-success-removed": { breaks: true, why: "what callers read is sent otherwise, or not at all" },
  "response-content-added": { breaks: false, why: "it is only sent on request" },
  "response-content-removed": { breaks: true, why: "callers may read this type" },
  "response-header-added": { breaks: false, why: "no caller reads it yet" },
  "response-header-removed": { breaks: true, why: "callers may read it" },
  "response-field-added": { breaks: false, why: "no caller reads it yet" },
  "response-field-removed": { breaks: true, why: "callers may read it" },
  "response-field-now-optional": { breaks: true, why: "callers rely on it" },
  "response-field-now-required": { breaks: false, why: "callers expect less" },
  "response-type-widened": { breaks: true, why: "callers do not expect it" },
  "response-type-narrowed": { breaks: false, why: "callers expect more" },
  "response-value-added": { breaks: false, why: "the client does not branch on it" },
  "response-value-added-decisive": {
    breaks: true,
    why: "the client branches on it, and does not know this value",
  },
  "response-value-removed": { breaks: false, why: "callers expect more" },
  "schema-added": { breaks: false, why: "no type uses it yet" },
  "schema-removed": { breaks: true, why: "the package exports a type of that name" },
} as const satisfies Record<string, { breaks: boolean; why: string }>;

export type Rule = keyof typeof RULES;

/** The fields whose values this client branches on, so that it would mishandle a new value. */
export const DECISIVE_FIELDS = ["Run.status", "Thread.status", "LifecycleEventData.event"] as const;

/** Where something changed. */
export interface Place {
  /** The operation, as `POST /runs`, or the schema, as `Run`. */
  readonly subject: string;
  /** The place within the subject: `query limit`, `body.input`, `.status`; empty for the operation or schema itself. */
  readonly at: string;
}

/** A difference between two documents. */
export interface Change extends Place {
  kind: "added" | "removed" | "changed";
  rule: Rule;
  breaking: boolean;
  /** What changed, for people. */
  message: string;
}

export function toChange(rule: Rule, { subject, at }: Place, message: string): Change {
  const [kind = "changed"] = (["added", "removed"] as const).filter((word) => rule.includes(`-${word}`));
  return { kind, rule, breaking: RULES[rule].breaks, subject, at, message };
}

/** What a document can declare as required. */
type Requirable = "parameter" | "body" | `${Side}-field`;

/** Compares whether something is required; `undefined`: it is not there. */
export function compareRequired(
  what: Requirable,
  place: Place,
  was: boolean | undefined,
  is: boolean | undefined,
): Change[] {
  if (was === is) return [];
  if (is === undefined) return [toChange(`${what}-removed`, place, "removed")];
  const state = is ? "required" : "optional";
  if (was !== undefined) return [toChange(`${what}-now-${state}`, place, `${state} now`)];
  const rule: Rule = is && what !== "response-field" ? `${what}-added-required` : `${what}-added`;
  return [toChange(rule, place, is ? "added, required" : "added")];
}
