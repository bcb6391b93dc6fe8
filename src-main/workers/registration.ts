import { serveRegistration } from "../services/registration/index.ts";

serveRegistration();
