import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
