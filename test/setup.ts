import { applyD1Migrations, type D1Migration, reset } from "cloudflare:test";
import { env } from "./accounts/support.ts";
import { keepPrototypesFlat } from "./flat-prototypes.ts";

keepPrototypesFlat();
await reset();
await applyD1Migrations(env.DB, (env as unknown as { TEST_MIGRATIONS: D1Migration[] }).TEST_MIGRATIONS);
