// The door between JavaScript and the engine: the only folder that knows Node-API.
#include <napi.h>

namespace {

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("engineVersion", Napi::String::New(env, "0.1.0"));
  return exports;
}

}  // namespace

NODE_API_MODULE(fascicle, initialise)
