import {
	type Example,
	expectAnswer,
	expectShape,
	expectThat,
	matching,
	text,
	time,
	uuid,
	type World,
} from "./examples.ts";

const userShape = { id: uuid, full_name: text, is_active: true, is_verified: false, created_at: time };
const tokenShape = {
	access_token: matching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
	refresh_token: matching(/^[\w-]{43}$/),
	token_type: "bearer",
	expires_in: 1800,
};

async function logIn(world: World, email = world.email): Promise<{ access_token: string; refresh_token: string }> {
	const answer = await world.stranger.ask("POST", "/api/auth/login", { email, password: world.password });
	expectAnswer(answer, 200, { user: userShape, tokens: tokenShape });
	return (answer.body as { tokens: { access_token: string; refresh_token: string } }).tokens;
}

/** Contract, chapters 2, 4 and 5. */
export const authExamples: Example[] = [
	{
		name: "GET / is the name of the API",
		async play({ stranger }) {
			const answer = await stranger.ask("GET", "/", undefined, { Accept: "application/json" });
			expectAnswer(answer, 200, { message: "Document Meta-Tagging API", version: "2.0.0" });
		},
	},
	{
		name: "GET /api/health and /api/status are open",
		async play({ stranger }) {
			expectAnswer(await stranger.ask("GET", "/api/health"), 200, {
				status: "healthy",
				version: "2.0.0",
				message: "Document Meta-Tagging API is running",
			});
			const answer = await stranger.ask("GET", "/api/status");
			expectAnswer(answer, 200, { status: "ok", service: "document-meta-tagging-api" });
		},
	},
	{
		name: "an unknown path is 404, a wrong method 405, a final slash is taken",
		async play({ stranger }) {
			expectAnswer(await stranger.ask("GET", "/api/nothing"), 404, { detail: "Not Found" });
			expectAnswer(await stranger.ask("PUT", "/api/auth/login", {}), 405, { detail: "Method Not Allowed" });
			expectAnswer(await stranger.ask("GET", "/api/health/"), 200, { status: "healthy" });
		},
	},
	{
		name: "a preflight of any origin is answered with what it asks for",
		async play({ stranger }) {
			const answer = await stranger.ask("OPTIONS", "/api/batch/start", undefined, {
				Origin: "https://front.example.com",
				"Access-Control-Request-Method": "POST",
				"Access-Control-Request-Headers": "authorization,content-type",
			});
			expectAnswer(answer, 200);
			expectShape(answer.headers.get("access-control-allow-origin"), "https://front.example.com", "allow-origin");
			expectShape(answer.headers.get("access-control-allow-credentials"), "true", "allow-credentials");
			expectShape(answer.headers.get("access-control-max-age"), "600", "max-age");
			expectShape(answer.headers.get("access-control-allow-headers"), matching(/authorization/i), "allow-headers");
		},
	},
	{
		name: "POST /api/auth/register makes a user, without tokens",
		async play({ stranger, email, password }) {
			for (const [address, full_name] of [
				[email, "John Doe"],
				[`other-${email}`, "Jane Roe"],
			]) {
				const answer = await stranger.ask("POST", "/api/auth/register", { email: address, password, full_name });
				expectAnswer(answer, 201, { ...userShape, email: String(address) });
				expectThat(!JSON.stringify(answer.body).includes("token"), "tokens in the answer");
			}
		},
	},
	{
		name: "POST /api/auth/register refuses what it must",
		async play({ stranger, email, password }) {
			const register = (body: unknown) => stranger.ask("POST", "/api/auth/register", body);
			expectAnswer(await register({ email, password }), 400, { detail: "Email already registered" });
			const upper = email.toUpperCase();
			expectAnswer(await register({ email: upper, password }), 400, { detail: "Email already registered" });
			const invalid = { detail: text, errors: (value: unknown) => Array.isArray(value) && value.length > 0 };
			expectAnswer(await register({ email: "new@example.com", password: "short" }), 400, invalid);
			expectAnswer(await register({ email: "someone@localhost", password }), 400, invalid);
			expectAnswer(await register({ email: "someone@printer.local", password }), 400, invalid);
			expectAnswer(await register({ password }), 400, invalid);
			expectAnswer(await register("{not json"), 400, { detail: text });
			expectAnswer(await register("[]"), 400, { detail: text });
		},
	},
	{
		name: "POST /api/auth/login gives user and tokens",
		async play(world) {
			world.user.tokens = await logIn(world);
			world.other.tokens = await logIn(world, `other-${world.email}`);
		},
	},
	{
		name: "POST /api/auth/login says the same of a wrong password and an unknown e-mail",
		async play({ stranger, email }) {
			const wrong = { detail: "Invalid email or password" };
			expectAnswer(await stranger.ask("POST", "/api/auth/login", { email, password: "wrong" }), 401, wrong);
			const unknown = { email: "nobody-at-all@example.com", password: "wrong" };
			expectAnswer(await stranger.ask("POST", "/api/auth/login", unknown), 401, wrong);
		},
	},
	{
		name: "GET /api/auth/me tells who asks",
		async play({ user, email }) {
			expectAnswer(await user.ask("GET", "/api/auth/me"), 200, { ...userShape, email });
		},
	},
	{
		name: "a missing, a foreign and a bad token are 401 with WWW-Authenticate",
		async play({ stranger, user }) {
			const basic = { Authorization: "Basic dXNlcjpwYXNz" };
			const bad = { Authorization: "Bearer not.a.token" };
			for (const [headers, detail] of [
				[{}, "Not authenticated"],
				[basic, "Not authenticated"],
				[{ Authorization: "Bearer " }, "Not authenticated"],
				[bad, "Invalid or expired token"],
				[{ Authorization: `Bearer ${user.tokens?.refresh_token}` }, "Invalid or expired token"],
			] as const) {
				const answer = await stranger.ask("GET", "/api/auth/me", undefined, headers);
				expectAnswer(answer, 401, { detail });
				expectShape(answer.headers.get("www-authenticate"), "Bearer", "www-authenticate");
			}
			const lower = { Authorization: `bearer ${user.tokens?.access_token}` };
			expectAnswer(await stranger.ask("GET", "/api/auth/me", undefined, lower), 200);
		},
	},
	{
		name: "POST /api/auth/refresh turns one refresh token into another, once",
		async play(world) {
			const { stranger, user } = world;
			const old = user.tokens?.refresh_token;
			const expired = { Authorization: "Bearer expired.access.token" };
			const answer = await stranger.ask("POST", "/api/auth/refresh", { refresh_token: old }, expired);
			expectAnswer(answer, 200, tokenShape);
			user.tokens = answer.body as NonNullable<typeof user.tokens>;
			expectThat(user.tokens.refresh_token !== old, "the same refresh token again");
			const refused = { detail: "Invalid or expired refresh token" };
			expectAnswer(await stranger.ask("POST", "/api/auth/refresh", { refresh_token: old }), 401, refused);
			expectAnswer(await stranger.ask("POST", "/api/auth/refresh", { refresh_token: "never-given" }), 401, refused);
			expectAnswer(await stranger.ask("POST", "/api/auth/refresh", {}), 400, { detail: text });
		},
	},
	{
		name: "a client with an old access token refreshes it and goes on",
		async play(world) {
			const { user } = world;
			const tokens = await logIn(world);
			user.tokens = { ...tokens, access_token: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln" };
			expectAnswer(await user.call("GET", "/api/auth/me"), 200);
			expectThat(user.tokens.refresh_token !== tokens.refresh_token, "the tokens were not refreshed");
		},
	},
	{
		name: "POST /api/auth/logout ends one session, always with 200",
		async play(world) {
			const { refresh_token, access_token } = await logIn(world);
			const logOut = () => world.stranger.ask("POST", "/api/auth/logout", { refresh_token });
			expectAnswer(await logOut(), 200, { message: "Successfully logged out", success: true });
			expectAnswer(await logOut(), 200, { message: "Token already revoked or invalid", success: true });
			const refreshed = await world.stranger.ask("POST", "/api/auth/refresh", { refresh_token });
			expectAnswer(refreshed, 401, { detail: "Invalid or expired refresh token" });
			// An access token lives until it expires, and other sessions go on.
			const headers = { Authorization: `Bearer ${access_token}` };
			expectAnswer(await world.stranger.ask("GET", "/api/auth/me", undefined, headers), 200);
			expectAnswer(await world.user.ask("GET", "/api/auth/me"), 200);
		},
	},
];
