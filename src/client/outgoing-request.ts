/**
 * The request that openapi-fetch builds, as plain data. The platform's own `Request` costs as much as the rest of a call;
 * it is made only where a middleware is to see it.
 */
export class OutgoingRequest {
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit = {}) {
    this.url = url;
    this.init = init;
  }

  get method(): string {
    return this.init.method ?? "GET";
  }
}
