# What gyp wants from Node's own build; only what a Node-API addon needs of it.
{
  "variables": {
    "visibility%": "hidden",
    "node_engine%": "v8",
    "standalone_static_library%": 0
  },
  "target_defaults": {
    "default_configuration": "Release",
    "configurations": {
      "Debug": { "defines": ["DEBUG"] },
      "Release": { "defines": ["NDEBUG"] }
    },
    "conditions": [
      ["OS!='mac' and OS!='win'", {
        "cflags": ["-pthread", "-fvisibility=hidden"],
        "ldflags": ["-pthread"]
      }],
      ["OS=='mac'", { "xcode_settings": { "GCC_SYMBOLS_PRIVATE_EXTERN": "YES" } }]
    ]
  }
}
