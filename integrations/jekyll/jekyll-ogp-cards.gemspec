# frozen_string_literal: true

require_relative "lib/jekyll/ogp_cards/version"

Gem::Specification.new do |spec|
  spec.name = "jekyll-ogp-cards"
  spec.version = Jekyll::OgpCards::VERSION
  spec.summary = "Social cards for Jekyll posts, rendered by ogp: Japanese typeset as it should be, and never stale"
  spec.authors = ["ogp contributors"]
  spec.homepage = "https://github.com/ogp-cards/ogp"
  spec.license = "MIT"
  spec.required_ruby_version = ">= 2.7"
  spec.files = Dir["lib/**/*.rb", "README.md"]
  spec.metadata = { "rubygems_mfa_required" => "true" }
  spec.add_runtime_dependency "jekyll", ">= 4.0", "< 5"
end
